package io.headwater.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A model or a backbone on ONNX Runtime: input {@code image} uint8 {@code [batch, size, size, 3]} RGB, outputs {@code
 * probabilities} float {@code [batch, classes]} (models only) and {@code embedding} float {@code [batch, d]}.
 *
 * <p>Several threads may run it, each with a batch of its own. Closing waits until no run is under way.
 */
public final class InferenceSession implements AutoCloseable {

    private InferenceSession() {}

    /**
     * Loads and warms up the model.
     *
     * @throws UnsupportedModelException the file lacks Headwater's inputs, outputs or metadata
     * @throws InferenceException ONNX Runtime could not load it, or the device asked for is not there
     */
    public static InferenceSession open(Path onnx, SessionOptions options) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Labels in the order of the probabilities; empty for a backbone. */
    public List<String> labels() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Width and height of the input in pixels. */
    public int inputSize() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Resize resize() {
        throw new UnsupportedOperationException("not built yet");
    }

    public int embeddingSize() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Number of labels, 0 for a backbone. */
    public int classes() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Where it runs in fact: CPU or GPU, never AUTO. */
    public Device device() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Images of one run at most. */
    public int maxBatch() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A new batch for up to {@link #maxBatch()} images. */
    public Batch newBatch() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Runs the first {@code n} images and returns probabilities and embeddings.
     *
     * @throws InferenceException the run failed, or the session is closed
     */
    public BatchResult run(Batch batch, int n) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Like {@link #run}, without the embeddings. */
    public BatchResult classify(Batch batch, int n) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Like {@link #run}, without the probabilities. */
    public BatchResult embed(Batch batch, int n) {
        throw new UnsupportedOperationException("not built yet");
    }

    public boolean isClosed() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Waits for the runs under way and frees the native memory; further runs fail. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
