package io.headwater.cli.client;

import io.headwater.vision.LabelMetrics;
import io.headwater.vision.Lineage;
import io.headwater.vision.ModelVersion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is different between two versions of a model.
 *
 * @param labels how each label fares, in the order of the labels; of all labels of either
 * @param trainingSamples training samples by label, of all labels of either
 * @param settings what differs of the settings, the seed, the backbone, the parent and the input size
 * @param segmentsAdded dataset segments that only {@code after} was trained on
 * @param segmentsRemoved dataset segments that only {@code before} was trained on
 * @param newOffsets how far the samples topic was read on between the two; transaction markers take offsets, too
 */
public record VersionDiff(
        ModelVersion before,
        ModelVersion after,
        Map<String, Pair<LabelMetrics>> labels,
        Map<String, Pair<Integer>> trainingSamples,
        Map<String, Pair<String>> settings,
        int segmentsAdded,
        int segmentsRemoved,
        long newOffsets) {

    /** The same of both versions; null where a version has none. */
    public record Pair<T>(T before, T after) {

        public boolean differs() {
            return !Objects.equals(before, after);
        }
    }

    public static VersionDiff of(ModelVersion before, ModelVersion after) {
        Lineage earlier = before.getLineage();
        Lineage later = after.getLineage();
        return new VersionDiff(
                before,
                after,
                pairs(metrics(before), metrics(after)),
                pairs(earlier.getSamplesPerLabel(), later.getSamplesPerLabel()),
                settings(before, after),
                missing(later, earlier),
                missing(earlier, later),
                sum(later) - sum(earlier));
    }

    private static Map<String, LabelMetrics> metrics(ModelVersion version) {
        Map<String, LabelMetrics> metrics = new TreeMap<>();
        version.getMetrics().getLabels().forEach(label -> metrics.put(label.getLabel(), label));
        // A label without hold-out samples of its own.
        version.getLabels().forEach(label -> metrics.putIfAbsent(label, new LabelMetrics(label, 0, 0.0, 0.0)));
        return metrics;
    }

    private static Map<String, Pair<String>> settings(ModelVersion before, ModelVersion after) {
        Map<String, Pair<String>> all = new LinkedHashMap<>();
        put(all, "backbone", before, after, ModelVersion::getBackboneId);
        put(all, "input size", before, after, ModelVersion::getInputSize);
        put(all, "parent", before, after, version -> version.getLineage().getParent());
        put(all, "seed", before, after, version -> version.getLineage().getSeed());
        all.putAll(pairs(
                before.getLineage().getHyperParameters(), after.getLineage().getHyperParameters()));
        all.values().removeIf(pair -> !pair.differs());
        return all;
    }

    private static void put(
            Map<String, Pair<String>> all,
            String name,
            ModelVersion before,
            ModelVersion after,
            Function<ModelVersion, Object> value) {
        all.put(name, new Pair<>(text(value.apply(before)), text(value.apply(after))));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static <T> Map<String, Pair<T>> pairs(Map<String, T> before, Map<String, T> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Map<String, Pair<T>> pairs = new LinkedHashMap<>();
        names.forEach(name -> pairs.put(name, new Pair<>(before.get(name), after.get(name))));
        return pairs;
    }

    private static int missing(Lineage of, Lineage in) {
        Set<String> segments = new HashSet<>(of.getSegments());
        in.getSegments().forEach(segments::remove);
        return segments.size();
    }

    private static long sum(Lineage lineage) {
        return lineage.getSampleOffsets().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
