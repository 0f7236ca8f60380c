package io.headwater.trainer.internal.retrain;

import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.training.TrainingSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The dataset as a retraining sees it.
 *
 * @param training samples of the labels that are learned, in the order of their event ids
 * @param holdout samples that are held out, in the same order, labels that are not learned included
 * @param counts training samples by label, labels that are not learned included
 * @param labels the labels that are learned, sorted
 */
public record Split(List<Sample> training, List<Sample> holdout, Map<String, Integer> counts, List<String> labels) {

    public static Split of(Collection<Sample> samples, HoldoutSplit split, int minSamplesPerLabel) {
        List<Sample> kept = new ArrayList<>();
        List<Sample> holdout = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (Sample sample : samples) {
            if (split.isHeldOut(sample.eventId())) {
                holdout.add(sample);
            } else {
                kept.add(sample);
                counts.merge(sample.label(), 1, Integer::sum);
            }
        }
        List<String> labels = counts.entrySet().stream()
                .filter(count -> count.getValue() >= minSamplesPerLabel)
                .map(Map.Entry::getKey)
                .toList();
        List<Sample> training =
                kept.stream().filter(sample -> labels.contains(sample.label())).toList();
        return new Split(training, holdout, counts, labels);
    }

    /** @param views {@code [training][k][d]}: embeddings of augmented views of the training samples, in their order */
    public TrainingSet trainingSet(List<float[][]> views) {
        return new TrainingSet(
                training.stream().map(Sample::embedding).toList(),
                training.stream()
                        .mapToInt(sample -> labels.indexOf(sample.label()))
                        .toArray(),
                labels,
                views);
    }

    /** What stands for the views where there is no augmentation. */
    public List<float[][]> noViews() {
        return Collections.nCopies(training.size(), new float[0][]);
    }

    /** Training samples of the labels that are learned, by label. */
    public Map<String, Integer> learnedCounts() {
        Map<String, Integer> learned = new TreeMap<>(counts);
        learned.keySet().retainAll(labels);
        return learned;
    }
}
