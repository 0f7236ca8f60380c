package io.headwater.trainer.training;

import java.util.List;

/**
 * What a head is trained on.
 *
 * @param embeddings {@code [n][d]}, in an order that depends on nothing but the samples themselves
 * @param targets {@code [n]}: the place of each sample's label in {@code labels}
 * @param labels in the order of the head's outputs; each has at least one sample
 */
public record TrainingSet(List<float[]> embeddings, int[] targets, List<String> labels) {

    public TrainingSet {
        embeddings = List.copyOf(embeddings);
        labels = List.copyOf(labels);
        if (embeddings.isEmpty() || embeddings.size() != targets.length) {
            throw new IllegalArgumentException(
                    "A training set needs samples with a target each: " + embeddings.size() + ", " + targets.length);
        }
    }

    public int size() {
        return targets.length;
    }

    /** Length d of an embedding. */
    public int embeddingSize() {
        return embeddings.get(0).length;
    }

    public int classes() {
        return labels.size();
    }

    /** Samples by label, in the order of the labels. */
    public int[] counts() {
        int[] counts = new int[classes()];
        for (int target : targets) {
            counts[target]++;
        }
        return counts;
    }
}
