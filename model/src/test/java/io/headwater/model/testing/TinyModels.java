package io.headwater.model.testing;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.util.List;

/** Real, deterministic ONNX models that are made in milliseconds, for the tests of any module. */
public final class TinyModels {

    /** Width and height of the input. */
    public static final int INPUT_SIZE = 32;
    /** Length of the embedding. */
    public static final int EMBEDDING_SIZE = 16;

    private TinyModels() {}

    /** A small convolutional backbone with fixed weights. */
    public static Backbone backbone(ArtifactStore store) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A head that gives the label at {@code index} a probability above 0.99, whatever the image. */
    public static Head constantHead(List<String> labels, int index) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A head with fixed pseudo-random weights: different images get different probabilities. */
    public static Head randomHead(List<String> labels, long seed) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Puts a promoted version of the model {@code default} into the store, ready to send; it always answers the first label. */
    public static ModelVersion publish(ArtifactStore store, int version, List<String> labels) throws IOException {
        return publish(store, "default", version, labels, constantHead(labels, 0));
    }

    /** Puts a promoted version with the given head into the store, ready to send. */
    public static ModelVersion publish(ArtifactStore store, String model, int version, List<String> labels, Head head)
            throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }
}
