package io.headwater.streams.internal.quality;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The population stability index between two distributions of labels: the sum of (p - q) ln(p / q), 0 where they are the
 * same. By the usual rule below 0.1 means no change and 0.25 or more a large one (Siddiqi, Credit Risk Scorecards,
 * 2006). Half a count is added to each label, so that one that is missing on a side does not make it infinite.
 */
final class PopulationStability {

    private static final double PSEUDO_COUNT = 0.5;

    private PopulationStability() {}

    /** The index of two sets of counts, neither of them empty. */
    static double index(Map<String, Integer> reference, Map<String, Integer> current) {
        Set<String> labels = new TreeSet<>(reference.keySet());
        labels.addAll(current.keySet());
        double referenceTotal = total(reference, labels);
        double currentTotal = total(current, labels);
        double index = 0;
        for (String label : labels) {
            double q = (reference.getOrDefault(label, 0) + PSEUDO_COUNT) / referenceTotal;
            double p = (current.getOrDefault(label, 0) + PSEUDO_COUNT) / currentTotal;
            index += (p - q) * Math.log(p / q);
        }
        return index;
    }

    private static double total(Map<String, Integer> counts, Set<String> labels) {
        return counts.values().stream().mapToInt(Integer::intValue).sum() + PSEUDO_COUNT * labels.size();
    }
}
