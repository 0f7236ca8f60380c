package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists versions. */
@Command(
        name = "list",
        description = {
            "Lists all versions, rejected ones too; * marks the champion, the one that serves.",
            "",
            "Accuracy is on the hold-out: labelled images that were never trained on.",
            "",
            "Example: headwater models list",
            ""
        })
final class ModelsListCommand extends ClientCommand {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Override
    void execute(Output output) {
        try (Cluster cluster = Cluster.connect(config())) {
            ModelHistory history = ModelHistory.read(cluster);
            int champion = history.champion().map(ModelAlias::getVersion).orElse(0);
            List<Map<String, Object>> json = new ArrayList<>();
            if (history.versions().isEmpty()) {
                output.text("Model " + cluster.config().modelName()
                        + " has no version yet. Label images ('headwater import', 'headwater feedback') and run"
                        + " 'headwater retrain'.");
            } else {
                output.text("  VERSION  DECISION  ACCURACY  HOLD-OUT  SAMPLES  LABELS  CREATED              BACKBONE");
            }
            for (ModelVersion version : history.versions().values()) {
                boolean serving = version.getVersion() == champion;
                output.text(line(version, serving));
                Map<String, Object> fields = AvroJson.of(version);
                fields.put("champion", serving);
                json.add(fields);
            }
            output.json(json);
        }
    }

    private static String line(ModelVersion version, boolean champion) {
        return String.format(
                Locale.ROOT,
                "%s %7d  %-8s  %8.3f  %8d  %7d  %6d  %-19s  %s",
                champion ? "*" : " ",
                version.getVersion(),
                version.getDecision(),
                version.getMetrics().getAccuracy(),
                version.getMetrics().getSamples(),
                trainSamples(version),
                version.getLabels().size(),
                TIME.format(version.getCreatedAt()),
                version.getBackboneId());
    }

    static int trainSamples(ModelVersion version) {
        return version.getLineage().getSamplesPerLabel().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
