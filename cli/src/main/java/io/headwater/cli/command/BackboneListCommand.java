package io.headwater.cli.command;

import io.headwater.cli.client.Artifacts;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.service.ServiceConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists backbones. */
@Command(
        name = "list",
        description = {
            "Lists the backbones in the artifact store; * marks the one that the next version is built on.",
            "",
            "Example: headwater backbone list",
            ""
        })
final class BackboneListCommand extends ClientCommand {

    @Override
    void execute(Output output) throws IOException {
        ServiceConfig config = config();
        try (ArtifactStore store = Artifacts.open(config)) {
            BackboneCatalogue catalogue = new BackboneCatalogue(store);
            String current = catalogue.current(config.modelName()).name();
            List<Map<String, Object>> json = new ArrayList<>();
            output.text("  NAME                  INPUT    RESIZE   EMBEDDING  ID");
            for (Backbone backbone : catalogue.list()) {
                json.add(fields(backbone, backbone.name().equals(current)));
                output.text(String.format(
                        Locale.ROOT,
                        "%s %-20s  %-7s  %-7s  %9d  %s",
                        backbone.name().equals(current) ? "*" : " ",
                        backbone.name(),
                        backbone.inputSize() + "×" + backbone.inputSize(),
                        backbone.preprocessing().resize().name().toLowerCase(Locale.ROOT),
                        backbone.embeddingSize(),
                        backbone.id()));
            }
            output.json(json);
        }
    }

    static Map<String, Object> fields(Backbone backbone, boolean current) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", backbone.name());
        fields.put("id", backbone.id());
        fields.put("inputSize", backbone.inputSize());
        fields.put("resize", backbone.preprocessing().resize().name().toLowerCase(Locale.ROOT));
        fields.put("embeddingSize", backbone.embeddingSize());
        fields.put("current", current);
        return fields;
    }
}
