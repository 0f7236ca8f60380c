package io.headwater.model;

import io.headwater.model.internal.onnx.TensorNames;
import io.headwater.model.internal.runtime.DeviceChoice;
import io.headwater.model.internal.runtime.LoadedModel;
import io.headwater.model.internal.runtime.ModelSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model or a backbone on ONNX Runtime: input {@code image} uint8 {@code [batch, size, size, 3]} RGB, outputs {@code
 * probabilities} float {@code [batch, classes]} (models only) and {@code embedding} float {@code [batch, d]}.
 *
 * <p>Several threads may run it, each with a batch of its own. Closing waits until no run is under way.
 */
public final class InferenceSession implements AutoCloseable {

    private static final Set<String> PROBABILITIES = Set.of(TensorNames.PROBABILITIES);
    private static final Set<String> EMBEDDING = Set.of(TensorNames.EMBEDDING);
    private static final Set<String> BOTH = Set.of(TensorNames.PROBABILITIES, TensorNames.EMBEDDING);

    private final LoadedModel model;
    private final ModelSignature signature;
    private final int maxBatch;
    /** Readers run, the writer closes: a session that is closed under a run takes the process down. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean closed;
    private long nanosPerImage;

    private InferenceSession(LoadedModel model, ModelSignature signature, int maxBatch) {
        this.model = model;
        this.signature = signature;
        this.maxBatch = maxBatch;
    }

    /**
     * Loads and warms up the model.
     *
     * @throws UnsupportedModelException the file lacks Headwater's inputs, outputs or metadata
     * @throws InferenceException ONNX Runtime could not load it, or the device asked for is not there
     */
    public static InferenceSession open(Path onnx, SessionOptions options) {
        ModelSignature signature = read(onnx);
        return DeviceChoice.open(options.device(), device -> open(onnx, signature, options.withDevice(device)));
    }

    private static InferenceSession open(Path onnx, ModelSignature signature, SessionOptions options) {
        LoadedModel model = LoadedModel.load(onnx, signature.inputSize(), options);
        InferenceSession session = new InferenceSession(model, signature, options.maxBatch());
        try {
            session.nanosPerImage = SessionWarmUp.run(session, session.isPadded());
            return session;
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static ModelSignature read(Path onnx) {
        try {
            return ModelSignature.read(onnx);
        } catch (IOException e) {
            throw new InferenceException("The model " + onnx + " cannot be read: " + e, e);
        }
    }

    /** Time of one image on the device as it was when the session was opened, in nanoseconds. */
    public long nanosPerImage() {
        return nanosPerImage;
    }

    /** On a GPU only powers of two and the maximum are run: its memory arena grows with every new size. */
    private boolean isPadded() {
        return model.device().kind() == Device.Kind.GPU;
    }

    private int padded(int n) {
        return isPadded() ? Math.min(maxBatch, Integer.highestOneBit(2 * n - 1)) : n;
    }

    /** Labels in the order of the probabilities; empty for a backbone. */
    public List<String> labels() {
        return signature.labels();
    }

    /** Width and height of the input in pixels. */
    public int inputSize() {
        return signature.inputSize();
    }

    public Resize resize() {
        return signature.resize();
    }

    public int embeddingSize() {
        return signature.embeddingSize();
    }

    /** Number of labels, 0 for a backbone. */
    public int classes() {
        return signature.labels().size();
    }

    /** Where it runs in fact: CPU or GPU, never AUTO. */
    public Device device() {
        return model.device();
    }

    /** Images of one run at most. */
    public int maxBatch() {
        return maxBatch;
    }

    /** A new batch for up to {@link #maxBatch()} images. */
    public Batch newBatch() {
        return new Batch(maxBatch, inputSize());
    }

    /**
     * Runs the first {@code n} images and returns probabilities and embeddings.
     *
     * @throws InferenceException the run failed, or the session is closed
     */
    public BatchResult run(Batch batch, int n) {
        return run(batch, n, labels().isEmpty() ? EMBEDDING : BOTH);
    }

    /** Like {@link #run}, without the embeddings; not for a backbone. */
    public BatchResult classify(Batch batch, int n) {
        return run(batch, n, PROBABILITIES);
    }

    /** Like {@link #run}, without the probabilities. */
    public BatchResult embed(Batch batch, int n) {
        return run(batch, n, EMBEDDING);
    }

    private BatchResult run(Batch batch, int n, Set<String> outputs) {
        if (n < 1 || n > Math.min(batch.capacity(), maxBatch)) {
            throw new IllegalArgumentException(
                    "A batch takes 1 to " + Math.min(batch.capacity(), maxBatch) + " images, not " + n);
        }
        if (batch.inputSize() != inputSize()) {
            throw new IllegalArgumentException(
                    "The batch holds images of " + batch.inputSize() + " pixels, the model takes " + inputSize());
        }
        int padded = Math.min(padded(n), batch.capacity());
        lock.readLock().lock();
        try {
            if (closed) {
                throw new InferenceException("The session is closed");
            }
            return model.run(
                    batch.images(padded),
                    padded,
                    inputSize(),
                    outputs,
                    result -> new BatchResult(
                            n,
                            classes(),
                            embeddingSize(),
                            result.values(TensorNames.PROBABILITIES, n * classes()),
                            result.values(TensorNames.EMBEDDING, n * embeddingSize())));
        } finally {
            lock.readLock().unlock();
        }
    }

    public boolean isClosed() {
        lock.readLock().lock();
        try {
            return closed;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the runs under way and frees the native memory; further runs fail. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
