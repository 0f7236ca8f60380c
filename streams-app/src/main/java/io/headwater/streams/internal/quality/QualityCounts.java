package io.headwater.streams.internal.quality;

import io.headwater.vision.QualityWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Counts of a version. They add up: those of its parts are those of a window. */
final class QualityCounts {

    /** Labels that are counted one by one; people may send any number of others. */
    static final int MAX_LABELS = 1000;

    /** What further labels are counted under. */
    static final String OTHER = "(other)";

    private static final int BINS = 10;

    private final Map<String, Integer> predicted = new TreeMap<>();
    private final Map<String, Integer> given = new TreeMap<>();
    private final int[] confidences = new int[BINS];
    private int labelled;
    private int correct;

    void add(Observation observation) {
        if (observation.isPrediction()) {
            count(predicted, observation.predicted(), 1);
            confidences[Math.min(BINS - 1, Math.max(0, (int) (observation.confidence() * BINS)))]++;
        } else {
            labelled++;
            correct += observation.given().equals(observation.predicted()) ? 1 : 0;
            count(given, observation.given(), 1);
        }
    }

    QualityCounts add(QualityWindow part) {
        labelled += part.getLabelled();
        correct += part.getCorrect();
        part.getPredicted().forEach((label, count) -> count(predicted, label, count));
        part.getGiven().forEach((label, count) -> count(given, label, count));
        for (int bin = 0; bin < BINS; bin++) {
            confidences[bin] += part.getConfidenceHistogram().get(bin);
        }
        return this;
    }

    /** The counts as a window without a drift score. */
    QualityWindow.Builder window(String model, int version, Instant start, Instant end) {
        List<Integer> histogram = IntStream.of(confidences).boxed().toList();
        return QualityWindow.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setWindowStart(start)
                .setWindowEnd(end)
                .setLabelled(labelled)
                .setCorrect(correct)
                .setPredicted(predicted)
                .setGiven(given)
                .setConfidenceHistogram(histogram);
    }

    /** How many predictions a window holds. */
    static int predictions(QualityWindow window) {
        return window.getPredicted().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static void count(Map<String, Integer> counts, String label, int by) {
        int named = counts.size() - (counts.containsKey(OTHER) ? 1 : 0);
        boolean full = named >= MAX_LABELS && !counts.containsKey(label);
        counts.merge(full ? OTHER : label, by, Integer::sum);
    }
}
