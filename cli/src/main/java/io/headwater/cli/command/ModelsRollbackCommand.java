package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import picocli.CommandLine.Command;

/** Goes back to the version before the champion. */
@Command(
        name = "rollback",
        description = {
            "Makes the promoted version before the champion the champion again.",
            "",
            "Nothing is deleted; 'headwater models promote N' goes forward again.",
            "",
            "Example: headwater models rollback",
            ""
        })
final class ModelsRollbackCommand extends ClientCommand {

    @Override
    void execute(Output output) {
        try (Cluster cluster = Cluster.connect(config())) {
            ModelHistory history = ModelHistory.read(cluster);
            ModelsPromoteCommand.promote(history, history.beforeChampion(), output);
        }
    }
}
