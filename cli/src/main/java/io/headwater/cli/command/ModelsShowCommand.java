package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.vision.Artifact;
import io.headwater.vision.LabelMetrics;
import io.headwater.vision.Lineage;
import io.headwater.vision.Metrics;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one version. */
@Command(
        name = "show",
        description = {
            "Shows one version: how good it is label by label, where its files are, and everything that is needed to make"
                    + " it again: data, settings, seed, backbone and parent.",
            "",
            "Example: headwater models show 3",
            ""
        })
final class ModelsShowCommand extends ClientCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "Number of the version (default: the champion).")
    private Integer number;

    @Override
    void execute(Output output) {
        try (Cluster cluster = Cluster.connect(config())) {
            ModelHistory history = ModelHistory.read(cluster);
            int champion = history.champion().map(ModelAlias::getVersion).orElse(0);
            if (number == null && champion == 0) {
                throw new CliException("Model " + cluster.config().modelName()
                        + " has no champion yet; name a version, or label images and run 'headwater retrain'");
            }
            ModelVersion version = history.version(number != null ? number : champion);
            boolean serving = version.getVersion() == champion;
            Map<String, Object> json = AvroJson.of(version);
            json.put("champion", serving);
            output.json(json);
            show(version, serving, output);
        }
    }

    private static void show(ModelVersion version, boolean serving, Output output) {
        output.text("Version " + version.getVersion() + " of model " + version.getModel()
                + (serving ? ", the champion" : ""));
        output.text("  decision    " + version.getDecision() + ": " + version.getReason());
        output.text("  created     " + version.getCreatedAt()
                + (version.getRequestId() == null ? "" : " for request " + version.getRequestId()));
        output.text("  hold-out    " + measured(version.getMetrics())
                + (version.getChampionMetrics() == null
                        ? ""
                        : "; the champion of that time: " + measured(version.getChampionMetrics())));
        if (version.getInt8Metrics() != null) {
            output.text("  as int8     " + measured(version.getInt8Metrics()));
        }
        for (Artifact artifact : version.getArtifacts()) {
            output.text("  " + String.format(Locale.ROOT, "%-12s", artifact.getRole()) + " " + artifact.getUri() + " ("
                    + artifact.getSize() + " bytes)");
        }
        showLineage(version, output);
        output.text("  LABEL                 SUPPORT  RECALL  PRECISION");
        for (LabelMetrics label : version.getMetrics().getLabels()) {
            output.text(String.format(
                    Locale.ROOT,
                    "  %-20s  %7d  %6.3f  %9.3f",
                    label.getLabel(),
                    label.getSupport(),
                    label.getRecall(),
                    label.getPrecision()));
        }
    }

    private static String measured(Metrics metrics) {
        return String.format(Locale.ROOT, "accuracy %.3f on %d samples", metrics.getAccuracy(), metrics.getSamples());
    }

    private static void showLineage(ModelVersion version, Output output) {
        Lineage lineage = version.getLineage();
        output.text("  backbone    " + version.getBackboneId() + ", input " + version.getInputSize() + "×"
                + version.getInputSize() + ", embedding " + version.getEmbeddingSize());
        output.text("  trained on  " + ModelsListCommand.trainSamples(version) + " samples "
                + new TreeMap<>(lineage.getSamplesPerLabel()) + " in " + version.getTrainMillis() + " ms");
        output.text("  left out    " + lineage.getExpiredImages()
                + " images that had expired before they could be fetched");
        output.text("  began with  "
                + (lineage.getParent() == null ? "random weights" : "the head of version " + lineage.getParent())
                + ", seed " + lineage.getSeed());
        output.text("  settings    " + new TreeMap<>(lineage.getHyperParameters()));
        output.text("  samples     read up to offsets " + new TreeMap<>(lineage.getSampleOffsets())
                + " of the samples topic, in " + lineage.getSegments().size() + " segments");
        lineage.getSegments().forEach(segment -> output.text("    segment   " + segment));
        lineage.getViewSegments().forEach(segment -> output.text("    views     " + segment));
    }
}
