package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Artifacts;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.ArtifactStore;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.NotReproducibleException;
import io.headwater.trainer.Reproduction;
import io.headwater.trainer.TrainerConfig;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Makes a version again instead of a new one. */
final class ReproduceOption {

    @Option(
            names = "--reproduce",
            paramLabel = "VERSION",
            description = "Train this version again, here, from its lineage, and say whether the weights are the same."
                    + " Publishes nothing; the trainer need not run.")
    private Integer version;

    boolean isGiven() {
        return version != null;
    }

    /** @param config what the trainer has */
    void run(Cluster cluster, TrainerConfig config, Output output) {
        ModelHistory history = ModelHistory.read(cluster);
        ModelVersion made = history.version(version);
        Integer parent = made.getLineage().getParent();
        Reproduction.Result result;
        try (ArtifactStore store = Artifacts.open(cluster.config());
                Progress progress = Progress.of("Training version " + version, -1, output.isJson())) {
            result = new Reproduction(store, config)
                    .run(made, parent == null ? null : history.versions().get(parent), (epoch, epochs, loss) -> {
                        progress.stepTo(epoch);
                        progress.note(String.format(Locale.ROOT, "of %d, loss %.3f", epochs, loss));
                    });
        } catch (NotReproducibleException | ArtifactIntegrityException | UnsupportedModelException e) {
            throw new CliException(e.getMessage(), e);
        } catch (IOException e) {
            throw CliException.because("Cannot read what version " + version + " was made from", e);
        }
        show(result, output);
    }

    private void show(Reproduction.Result result, Output output) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", version);
        json.put("identical", result.identical());
        json.put("publishedSha256", result.publishedSha256());
        json.put("reproducedSha256", result.reproducedSha256());
        json.put("publishedBackbone", result.publishedBackbone());
        json.put("reproducedBackbone", result.reproducedBackbone());
        json.put("largestDifference", result.largestDifference());
        json.put("samples", result.samples());
        json.put("millis", result.millis());
        output.json(json);
        if (!result.publishedBackbone().equals(result.reproducedBackbone())) {
            throw new CliException("The tail of version " + version + " came out different: backbone "
                    + result.reproducedBackbone() + " instead of " + result.publishedBackbone());
        }
        if (!result.identical()) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "The head of version %d came out different: sha256 %s instead of %s, weights differ by up to %.1e."
                            + " Differences of 1e-5 or less are another processor or library; more is another cause",
                    version,
                    result.reproducedSha256(),
                    result.publishedSha256(),
                    result.largestDifference()));
        }
        output.text("Version " + version + " trained again on " + result.samples() + " samples in " + result.millis()
                + " ms: its head's weights are identical, byte for byte.");
        output.text("  sha256 " + result.publishedSha256() + ", backbone " + result.publishedBackbone());
    }
}
