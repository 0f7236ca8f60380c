package io.headwater.cli.command;

import io.headwater.trainer.pretrain.BackbonePretraining;
import io.headwater.trainer.pretrain.PretrainOptions;
import io.headwater.trainer.pretrain.PretrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pre-trains a small backbone. */
@Command(
        name = "pretrain",
        description = {
            "Pre-trains a small backbone on generated pictures and writes it as NAME.onnx and NAME.properties.",
            "",
            "Without options this reproduces headwater-tiny, the backbone that comes with Headwater: no photographs, no"
                    + " downloads. Use the result with 'headwater backbone import'.",
            "",
            "Example: headwater backbone pretrain --output build/backbone",
            ""
        })
final class BackbonePretrainCommand extends ClientCommand {

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "backbone",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the files (default: headwater-tiny).")
    private String name;

    @Option(names = "--steps", paramLabel = "N", description = "Training steps (default: as for headwater-tiny).")
    private Integer steps;

    @Option(
            names = "--max-seconds",
            paramLabel = "N",
            description = "Longest training time; a run that is cut short by it cannot be repeated exactly.")
    private Integer maxSeconds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of pictures, weights and order.")
    private Long seed;

    @Override
    void execute(Output output) throws IOException, InterruptedException {
        PretrainOptions options = options();
        PretrainResult result;
        try (Progress progress = Progress.of("Pre-training", options.steps(), output.isJson())) {
            result = BackbonePretraining.run(options, state -> {
                progress.stepTo(state.step());
                progress.note(
                        String.format(Locale.ROOT, "loss %.3f, accuracy %.3f", state.loss(), state.categoryAccuracy()));
            });
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", result.model().toString());
        json.put("properties", result.properties().toString());
        json.put("parameters", result.parameters());
        json.put("embeddingSize", result.embeddingSize());
        json.put("categoryAccuracy", result.categoryAccuracy());
        json.put("colourAccuracy", result.colourAccuracy());
        json.put("steps", result.steps());
        json.put("trainSeconds", result.trainSeconds());
        output.json(json);
        output.text(String.format(
                Locale.ROOT,
                "Wrote %s: %d parameters, embedding %d, %.1f %% of fresh pictures right, %d steps in %.0f s.",
                result.model(),
                result.parameters(),
                result.embeddingSize(),
                100 * result.categoryAccuracy(),
                result.steps(),
                result.trainSeconds()));
    }

    private PretrainOptions options() {
        PretrainOptions options = PretrainOptions.defaults(directory);
        if (name != null) {
            options = options.withName(name);
        }
        if (seed != null) {
            options = options.withSeed(seed);
        }
        return options.withBudget(
                steps != null ? steps : options.steps(), maxSeconds != null ? maxSeconds : options.maxSeconds());
    }
}
