package io.headwater.model;

import java.util.Arrays;

/**
 * What a run gave.
 *
 * @param size images in the batch
 * @param classes labels of the model, 0 for a backbone
 * @param embeddingSize length of an embedding
 * @param probabilities {@code [size][classes]}, row-major; empty when not asked for
 * @param embeddings {@code [size][embeddingSize]}, row-major; empty when not asked for
 */
public record BatchResult(int size, int classes, int embeddingSize, float[] probabilities, float[] embeddings) {

    /** Probabilities of image {@code i}: {@code [classes]}. */
    public float[] probabilities(int i) {
        return Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes);
    }

    /** Embedding of image {@code i}: {@code [embeddingSize]}. */
    public float[] embedding(int i) {
        return Arrays.copyOfRange(embeddings, i * embeddingSize, (i + 1) * embeddingSize);
    }
}
