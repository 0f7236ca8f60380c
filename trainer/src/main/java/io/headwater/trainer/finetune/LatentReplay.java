package io.headwater.trainer.finetune;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.InferenceSession;
import io.headwater.model.Resize;
import io.headwater.model.SessionOptions;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The activations of images at a cut, computed once by the frozen front on ONNX Runtime and kept in a temporary file:
 * L. Pellegrini et al., "Latent Replay for Real-Time Continual Learning" (2020). For one thread.
 */
public final class LatentReplay implements AutoCloseable {

    private final ImageDecoder decoder;
    private final Resize resize;
    private final InferenceSession front;
    private final Batch batch;
    private final FileChannel file;
    private int size;

    public LatentReplay(CutPoint cut, ImageDecoder decoder, SessionOptions options) throws IOException {
        this.decoder = decoder;
        Path onnx = Files.createTempFile("headwater-front", "." + ArtifactStore.MODEL_EXTENSION);
        try {
            cut.graph().writeFront(cut.tensor(), onnx);
            front = InferenceSession.open(onnx, options.withMaxBatch(1));
        } finally {
            Files.deleteIfExists(onnx);
        }
        resize = front.resize();
        batch = front.newBatch();
        try {
            file = FileChannel.open(
                    Files.createTempFile("headwater-activations", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            front.close();
            throw e;
        }
    }

    /**
     * Adds an image; its row is the number of images added before it.
     *
     * @throws ImageRejectedException it cannot be decoded
     */
    public void add(ByteBuffer encoded) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
        row.asFloatBuffer().put(activations(encoded));
        long position = (long) size * rowBytes();
        while (row.hasRemaining()) {
            position += file.write(row, position);
        }
        size++;
    }

    /** The activations of one image {@code [activationSize()]}, without adding it. */
    public float[] activations(ByteBuffer encoded) {
        decoder.decode(encoded, resize, batch, 0);
        return front.embed(batch, 1).embeddings();
    }

    /** Images so far. */
    public int size() {
        return size;
    }

    /** Floats of one image. */
    public int activationSize() {
        return front.embeddingSize();
    }

    /** Activations {@code [rows][activationSize()]}, row-major. */
    public float[] read(int[] rows) throws IOException {
        float[] activations = new float[rows.length * activationSize()];
        ByteBuffer row = ByteBuffer.allocate(rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows.length; i++) {
            row.clear();
            while (row.hasRemaining()) {
                if (file.read(row, (long) rows[i] * rowBytes() + row.position()) < 0) {
                    throw new EOFException("There are no activations of row " + rows[i] + " of " + size);
                }
            }
            row.flip()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(activations, i * activationSize(), activationSize());
        }
        return activations;
    }

    private int rowBytes() {
        return activationSize() * Float.BYTES;
    }

    @Override
    public void close() throws IOException {
        front.close();
        file.close();
    }
}
