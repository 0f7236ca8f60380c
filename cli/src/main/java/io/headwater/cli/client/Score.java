package io.headwater.cli.client;

import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import java.util.SortedMap;
import java.util.TreeMap;

/** Classifications compared with what is known to be right. An image without a classification counts as wrong. */
public final class Score {

    private final SortedMap<String, int[]> labels = new TreeMap<>();
    private final SortedMap<Integer, Integer> versions = new TreeMap<>();
    private int classified;
    private int withoutModel;

    /**
     * How one label fares.
     *
     * @param images images that have the label
     * @param correct those that were classified as it
     */
    public record Label(String label, int images, int correct) {

        /** Share of the label's images that were found, 0 to 1. */
        public double recall() {
            return images == 0 ? 0 : (double) correct / images;
        }
    }

    /** @param truth the right label; null where it is not known */
    void add(String truth, Classification result) {
        if (result.getStatus() == ClassificationStatus.NO_MODEL) {
            withoutModel++;
        } else {
            classified++;
            versions.merge(result.getVersion(), 1, Integer::sum);
        }
        count(truth, truth != null && truth.equals(result.getLabel()));
    }

    void addRejected(String truth) {
        count(truth, false);
    }

    private void count(String truth, boolean correct) {
        if (truth != null) {
            int[] counts = labels.computeIfAbsent(truth, label -> new int[2]);
            counts[0]++;
            counts[1] += correct ? 1 : 0;
        }
    }

    /** Images that a model classified. */
    public int classified() {
        return classified;
    }

    /** Images that came before the first version. */
    public int withoutModel() {
        return withoutModel;
    }

    /** Classifications by model version. */
    public SortedMap<Integer, Integer> versions() {
        return versions;
    }

    public java.util.List<Label> labels() {
        return labels.entrySet().stream()
                .map(entry -> new Label(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                .toList();
    }

    /** Share of the images with a known label that were classified right, 0 to 1; 0 without such images. */
    public double accuracy() {
        int images = labels().stream().mapToInt(Label::images).sum();
        int correct = labels().stream().mapToInt(Label::correct).sum();
        return images == 0 ? 0 : (double) correct / images;
    }
}
