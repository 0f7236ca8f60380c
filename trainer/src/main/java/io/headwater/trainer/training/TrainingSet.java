package io.headwater.trainer.training;

import java.util.Collections;
import java.util.List;

/**
 * What a head is trained on.
 *
 * @param embeddings {@code [n][d]}, in an order that depends on nothing but the samples themselves
 * @param targets {@code [n]}: the place of each sample's label in {@code labels}
 * @param labels in the order of the head's outputs; each has at least one sample
 * @param views {@code [n][k][d]}: embeddings of k augmented views of each sample's image; k may be 0
 */
public record TrainingSet(List<float[]> embeddings, int[] targets, List<String> labels, List<float[][]> views) {

    public TrainingSet {
        embeddings = List.copyOf(embeddings);
        labels = List.copyOf(labels);
        views = List.copyOf(views);
        if (embeddings.isEmpty() || embeddings.size() != targets.length) {
            throw new IllegalArgumentException(
                    "A training set needs samples with a target each: " + embeddings.size() + ", " + targets.length);
        }
        int each = views.isEmpty() ? 0 : views.get(0).length;
        if (views.size() != targets.length || views.stream().anyMatch(of -> of.length != each)) {
            throw new IllegalArgumentException("Every sample of a training set needs as many views as the first");
        }
    }

    /** Without augmentation. */
    public TrainingSet(List<float[]> embeddings, int[] targets, List<String> labels) {
        this(embeddings, targets, labels, Collections.nCopies(targets.length, new float[0][]));
    }

    public int size() {
        return targets.length;
    }

    /** Length d of an embedding. */
    public int embeddingSize() {
        return embeddings.get(0).length;
    }

    /** Views k of each sample, besides the sample itself. */
    public int viewsPerSample() {
        return views.get(0).length;
    }

    /**
     * The embeddings of some samples, {@code [samples][d]}.
     *
     * @param chosen by sample which of its views; -1 for the sample's own embedding
     */
    float[][] embeddings(int[] samples, int[] chosen) {
        float[][] rows = new float[samples.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = chosen[i] < 0 ? embeddings.get(samples[i]) : views.get(samples[i])[chosen[i]];
        }
        return rows;
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
