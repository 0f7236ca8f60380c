package io.headwater.cli.zoo;

import io.headwater.model.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The classifiers that can be downloaded, with everything about them pinned.
 *
 * @param base address that the models' paths are below, with a slash at the end
 * @param models by size, the smallest first
 */
public record ModelZoo(String base, List<ZooModel> models) {

    private static final String RESOURCE = "model-zoo.properties";
    private static final String PATH = ".path";

    public ModelZoo {
        models =
                models.stream().sorted(Comparator.comparingLong(ZooModel::size)).toList();
    }

    /** The ONNX model zoo, as far as this program knows it. */
    public static ModelZoo onnx() {
        Properties properties = new Properties();
        try (InputStream in = ModelZoo.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("This build's " + RESOURCE + " cannot be read", e);
        }
        List<ZooModel> models = new ArrayList<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.endsWith(PATH)) {
                models.add(model(key.substring(0, key.length() - PATH.length()), properties));
            }
        }
        return new ModelZoo(required(properties, "base"), models);
    }

    private static ZooModel model(String name, Properties properties) {
        return new ZooModel(
                name,
                required(properties, name + PATH),
                Long.parseLong(required(properties, name + ".size")),
                required(properties, name + ".sha256"),
                Preprocessing.parse(required(properties, name + ".preprocess")),
                required(properties, name + ".about"),
                required(properties, name + ".licence"));
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + " lacks " + key);
        }
        return value;
    }

    public Optional<ZooModel> find(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return models.stream().map(ZooModel::name).toList();
    }
}
