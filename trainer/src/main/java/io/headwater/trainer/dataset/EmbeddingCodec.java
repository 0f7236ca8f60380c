package io.headwater.trainer.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings as segments hold them: 32-bit little-endian floats. */
public final class EmbeddingCodec {

    private EmbeddingCodec() {}

    public static ByteBuffer encode(float[] embedding) {
        ByteBuffer bytes = ByteBuffer.allocate(embedding.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(embedding);
        return bytes;
    }

    public static float[] decode(ByteBuffer bytes) {
        float[] embedding = new float[bytes.remaining() / Float.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(embedding);
        return embedding;
    }
}
