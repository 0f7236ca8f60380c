package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.cli.client.VersionDiff;
import io.headwater.cli.client.VersionDiff.Pair;
import io.headwater.vision.LabelMetrics;
import io.headwater.vision.ModelVersion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two versions. */
@Command(
        name = "diff",
        description = {
            "Shows what is different between two versions: how good they are, label by label, what data was added, which"
                    + " settings changed.",
            "",
            "Each version was measured on the hold-out of its time; where their sizes differ, so does what was asked.",
            "",
            "Example: headwater models diff 3 5",
            ""
        })
final class ModelsDiffCommand extends ClientCommand {

    private static final String NONE = "-";

    @Parameters(index = "0", paramLabel = "A", description = "Number of the one version.")
    private int before;

    @Parameters(index = "1", paramLabel = "B", description = "Number of the other.")
    private int after;

    @Override
    void execute(Output output) {
        try (Cluster cluster = Cluster.connect(config())) {
            ModelHistory history = ModelHistory.read(cluster);
            VersionDiff diff = VersionDiff.of(history.version(before), history.version(after));
            output.json(json(diff));
            show(diff, output);
        }
    }

    private static void show(VersionDiff diff, Output output) {
        ModelVersion before = diff.before();
        ModelVersion after = diff.after();
        output.text("Model " + after.getModel() + ", version " + before.getVersion() + " → " + after.getVersion());
        line(output, "decision", before.getDecision(), after.getDecision());
        line(output, "accuracy", accuracy(before), accuracy(after));
        line(
                output,
                "hold-out",
                before.getMetrics().getSamples(),
                after.getMetrics().getSamples());
        line(output, "training samples", ModelsListCommand.trainSamples(before), ModelsListCommand.trainSamples(after));
        line(
                output,
                "expired images",
                before.getLineage().getExpiredImages(),
                after.getLineage().getExpiredImages());
        output.text("  data: " + diff.segmentsAdded() + " segments added, " + diff.segmentsRemoved() + " replaced; "
                + diff.newOffsets() + " offsets of the samples topic further");
        diff.settings().forEach((name, pair) -> line(output, name, pair.before(), pair.after()));
        if (diff.settings().isEmpty()) {
            output.text("  settings, seed, backbone and parent are the same");
        }
        output.text("  LABEL                 RECALL          PRECISION       SUPPORT         TRAINING SAMPLES");
        diff.labels()
                .forEach((label, pair) -> output.text(String.format(
                        Locale.ROOT,
                        "  %-20s  %-14s  %-14s  %-14s  %s",
                        label,
                        arrow(pair, metrics -> share(metrics.getRecall())),
                        arrow(pair, metrics -> share(metrics.getPrecision())),
                        arrow(pair, metrics -> Integer.toString(metrics.getSupport())),
                        arrow(
                                diff.trainingSamples().getOrDefault(label, new Pair<>(null, null)),
                                samples -> Integer.toString(samples)))));
    }

    private static void line(Output output, String name, Object before, Object after) {
        output.text(
                String.format(Locale.ROOT, "  %-28s  %s", name, arrow(new Pair<>(before, after), Object::toString)));
    }

    private static <T> String arrow(Pair<T> pair, Function<T, String> text) {
        String before = pair.before() == null ? NONE : text.apply(pair.before());
        String after = pair.after() == null ? NONE : text.apply(pair.after());
        return before.equals(after) ? before : before + " → " + after;
    }

    private static String accuracy(ModelVersion version) {
        return share(version.getMetrics().getAccuracy());
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static Map<String, Object> json(VersionDiff diff) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", diff.after().getModel());
        json.put("before", diff.before().getVersion());
        json.put("after", diff.after().getVersion());
        json.put(
                "accuracy",
                pair(new Pair<>(
                        diff.before().getMetrics().getAccuracy(),
                        diff.after().getMetrics().getAccuracy())));
        json.put(
                "holdout",
                pair(new Pair<>(
                        diff.before().getMetrics().getSamples(),
                        diff.after().getMetrics().getSamples())));
        json.put("segmentsAdded", diff.segmentsAdded());
        json.put("segmentsRemoved", diff.segmentsRemoved());
        json.put("newOffsets", diff.newOffsets());
        json.put("settings", pairs(diff.settings(), value -> value));
        json.put("trainingSamples", pairs(diff.trainingSamples(), value -> value));
        json.put("recall", pairs(diff.labels(), LabelMetrics::getRecall));
        json.put("precision", pairs(diff.labels(), LabelMetrics::getPrecision));
        json.put("support", pairs(diff.labels(), LabelMetrics::getSupport));
        return json;
    }

    private static <T> Map<String, Object> pairs(Map<String, Pair<T>> pairs, Function<T, Object> value) {
        Map<String, Object> json = new LinkedHashMap<>();
        pairs.forEach((name, pair) -> json.put(
                name,
                pair(new Pair<>(
                        pair.before() == null ? null : value.apply(pair.before()),
                        pair.after() == null ? null : value.apply(pair.after())))));
        return json;
    }

    private static Map<String, Object> pair(Pair<?> pair) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("before", pair.before());
        json.put("after", pair.after());
        return json;
    }
}
