package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.vision.Artifact;
import io.headwater.vision.LabelMetrics;
import io.headwater.vision.Lineage;
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
            "Shows one version: how good it is label by label, what it was made from, where its files are.",
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
            ModelVersion version = history.version(number != null ? number : Math.max(1, champion));
            boolean serving = version.getVersion() == champion;
            Map<String, Object> json = AvroJson.of(version);
            json.put("champion", serving);
            output.json(json);
            show(version, serving, output);
        }
    }

    private static void show(ModelVersion version, boolean serving, Output output) {
        Lineage lineage = version.getLineage();
        output.text("Version " + version.getVersion() + " of model " + version.getModel()
                + (serving ? ", the champion" : ""));
        output.text("  decision    " + version.getDecision() + ": " + version.getReason());
        output.text("  created     " + version.getCreatedAt());
        output.text(String.format(
                Locale.ROOT,
                "  hold-out    accuracy %.3f on %d samples",
                version.getMetrics().getAccuracy(),
                version.getMetrics().getSamples()));
        output.text("  backbone    " + version.getBackboneId() + ", input " + version.getInputSize() + "×"
                + version.getInputSize() + ", embedding " + version.getEmbeddingSize());
        output.text("  trained on  " + ModelsListCommand.trainSamples(version) + " samples "
                + new TreeMap<>(lineage.getSamplesPerLabel()) + " in " + version.getTrainMillis() + " ms");
        output.text("  parent      " + (lineage.getParent() == null ? "none" : "version " + lineage.getParent())
                + ", seed " + lineage.getSeed());
        output.text("  settings    " + new TreeMap<>(lineage.getHyperParameters()));
        for (Artifact artifact : version.getArtifacts()) {
            output.text("  " + String.format(Locale.ROOT, "%-11s", artifact.getRole()) + " " + artifact.getUri() + " ("
                    + artifact.getSize() + " bytes)");
        }
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
}
