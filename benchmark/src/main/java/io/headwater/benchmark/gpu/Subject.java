package io.headwater.benchmark.gpu;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.model.ModelPackager;
import io.headwater.model.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A network that is measured.
 *
 * @param name of its file
 * @param versions ONNX files of two versions: the same backbone with different heads
 */
record Subject(String name, List<Path> versions) {

    private static final int LABELS = 10;

    /** Imports a network, given as {@code FILE:PREPROCESSING}, and puts random heads on it. */
    static Subject of(String argument, ArtifactStore store) throws IOException {
        int colon = argument.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + argument
                    + "' lacks the preprocessing: give FILE:PREPROCESSING, such as" + " mobilenetv2.onnx:tf,size=224");
        }
        Path file = Path.of(argument.substring(0, colon));
        String name = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        Backbone backbone = Backbone.importOnnx(file, name, Preprocessing.parse(argument.substring(colon + 1)), store);
        return new Subject(name, List.of(version(backbone, store, 1), version(backbone, store, 2)));
    }

    private static Path version(Backbone backbone, ArtifactStore store, int version) throws IOException {
        int d = backbone.embeddingSize();
        Random random = new Random(version);
        float[] weights = new float[LABELS * d];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() / d;
        }
        List<String> labels =
                IntStream.range(0, LABELS).mapToObj(i -> "label-" + i).toList();
        Head head = Head.linear(d, LABELS, weights, new float[LABELS]);
        return store.fetchModel(new ModelPackager(store).assemble(backbone, head, labels, "default", version));
    }
}
