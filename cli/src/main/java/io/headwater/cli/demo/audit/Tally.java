package io.headwater.cli.demo.audit;

import java.util.Map;
import java.util.TreeMap;

/** Counts right and wrong classifications by the label that would have been right. Not thread-safe. */
public final class Tally {

    private final Map<String, long[]> byLabel = new TreeMap<>();

    public void add(String truth, boolean right) {
        long[] counts = byLabel.computeIfAbsent(truth, label -> new long[2]);
        counts[0]++;
        counts[1] += right ? 1 : 0;
    }

    public long events() {
        return byLabel.values().stream().mapToLong(counts -> counts[0]).sum();
    }

    /** Pictures of the label. */
    public long events(String label) {
        return byLabel.getOrDefault(label, new long[2])[0];
    }

    /** Share that was right, 0 to 1; 0 of nothing is 0. */
    public double accuracy() {
        long right = byLabel.values().stream().mapToLong(counts -> counts[1]).sum();
        return share(right, events());
    }

    /** Share of each label that was right, 0 to 1. */
    public Map<String, Double> recall() {
        Map<String, Double> recall = new TreeMap<>();
        byLabel.forEach((label, counts) -> recall.put(label, share(counts[1], counts[0])));
        return recall;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.round(10_000.0 * part / whole) / 10_000.0;
    }
}
