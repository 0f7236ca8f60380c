package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Artifacts;
import io.headwater.model.ArtifactStore;
import io.headwater.model.BackboneCatalogue;
import io.headwater.service.ServiceConfig;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Chooses a backbone. */
@Command(
        name = "use",
        description = {
            "Chooses the backbone that the next version is built on. The version that serves stays as it is.",
            "",
            "Example: headwater backbone use headwater-tiny",
            ""
        })
final class BackboneUseCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "Name as shown by 'headwater backbone list'.")
    private String name;

    @Override
    void execute(Output output) throws IOException {
        ServiceConfig config = config();
        try (ArtifactStore store = Artifacts.open(config)) {
            new BackboneCatalogue(store).use(config.modelName(), name);
            output.text("The next version of model " + config.modelName() + " is built on " + name + ".");
            output.json(Map.of("model", config.modelName(), "backbone", name));
        } catch (IllegalArgumentException e) {
            throw new CliException(e.getMessage() + "; 'headwater backbone list' shows what there is", e);
        }
    }
}
