package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Artifacts;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.ArtifactMissingException;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ModelPackager;
import io.headwater.model.Precision;
import io.headwater.vision.Artifact;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Writes a version as one file. */
@Command(
        name = "export",
        description = {
            "Writes a version as one ONNX file, weights included, for use with any ONNX Runtime.",
            "",
            "Input: image, uint8 [batch, height, width, 3] RGB, of the size in the metadata; the preprocessing is in the"
                    + " graph. Outputs: probabilities and embedding. Labels are in the metadata.",
            "",
            "Example: headwater models export 3 defects-v3.onnx",
            ""
        })
final class ModelsExportCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "VERSION", description = "Number of the version.")
    private int number;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
    private Path file;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "float32",
            description = "float32 or int8, where the version has it (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Override
    void execute(Output output) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw new CliException("There is no directory " + directory + "; create it first");
        }
        Precision form = parsed();
        try (Cluster cluster = Cluster.connect(config());
                ArtifactStore store = Artifacts.open(cluster.config())) {
            ModelVersion version = ModelHistory.read(cluster).version(number);
            List<Artifact> artifacts = form.of(version.getArtifacts());
            if (artifacts.isEmpty()) {
                throw new CliException("Version " + number + " has no " + form
                        + " form. The trainer makes one with publish.int8=true; `headwater models show " + number
                        + "` says why not");
            }
            Path written = new ModelPackager(store).export(artifacts, file);
            output.text("Wrote " + written + " (" + Files.size(written) + " bytes).");
            output.json(Map.of("file", written.toString(), "bytes", Files.size(written), "version", number));
        } catch (ArtifactMissingException | ArtifactIntegrityException e) {
            throw new CliException(e.getMessage(), e);
        } catch (IOException e) {
            throw CliException.because("Cannot export version " + number + " to " + file, e);
        }
    }

    private Precision parsed() {
        try {
            return Precision.parse(precision);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
