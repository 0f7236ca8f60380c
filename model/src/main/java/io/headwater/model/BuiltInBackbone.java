package io.headwater.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** The backbone that comes with Headwater as a resource: an ONNX graph and what it expects of the pixels. */
final class BuiltInBackbone {

    private static final String RESOURCE = "backbones/" + Backbone.BUILT_IN;

    private BuiltInBackbone() {}

    static Backbone importInto(ArtifactStore store) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = open(".properties")) {
            properties.load(in);
        }
        Preprocessing preprocessing = new Preprocessing(
                Integer.parseInt(required(properties, "input.size")),
                Resize.parse(required(properties, "resize")),
                channels(required(properties, "channel.mean")),
                channels(required(properties, "channel.std")),
                false);
        Path file = Files.createTempFile(Backbone.BUILT_IN, ".onnx");
        try (InputStream in = open(".onnx")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return Backbone.importOnnx(file, Backbone.BUILT_IN, preprocessing, store);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static InputStream open(String extension) {
        InputStream in = BuiltInBackbone.class.getResourceAsStream(RESOURCE + extension);
        if (in == null) {
            throw new IllegalStateException("This build lacks the resource " + RESOURCE + extension
                    + ": build the model module again, or choose another backbone");
        }
        return in;
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + ".properties lacks " + key);
        }
        return value;
    }

    private static float[] channels(String text) {
        String[] parts = text.split(",");
        float[] channels = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            channels[i] = Float.parseFloat(parts[i].strip());
        }
        return channels;
    }
}
