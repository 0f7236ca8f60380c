package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a version champion. */
@Command(
        name = "promote",
        description = {
            "Makes a version the champion: all classifiers swap to it within seconds, without losing a record.",
            "",
            "Any version may be promoted, a rejected one too; the trainer's next candidate has to beat it.",
            "",
            "Example: headwater models promote 3",
            ""
        })
final class ModelsPromoteCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "VERSION", description = "Number of the version.")
    private int number;

    @Override
    void execute(Output output) {
        try (Cluster cluster = Cluster.connect(config())) {
            ModelHistory history = ModelHistory.read(cluster);
            ModelVersion version = history.version(number);
            if (version.getDecision() != Decision.PROMOTED) {
                output.remark("Version " + number + " was " + version.getDecision() + ": " + version.getReason());
            }
            promote(history, version, output);
        }
    }

    /** Writes the alias and tells so; what promote and rollback share. */
    static void promote(ModelHistory history, ModelVersion version, Output output) {
        int before = history.champion().map(ModelAlias::getVersion).orElse(0);
        if (before == version.getVersion()) {
            output.text("Version " + before + " is the champion already.");
            history.champion().ifPresent(alias -> output.json(AvroJson.of(alias)));
            return;
        }
        ModelAlias alias = history.promote(version, System.getProperty("user.name"));
        output.json(AvroJson.of(alias));
        output.text("Version " + alias.getVersion() + " of model " + alias.getModel() + " is the champion now"
                + (before == 0 ? "" : ", in place of version " + before) + " (epoch " + alias.getEpoch() + ").");
    }
}
