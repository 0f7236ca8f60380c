package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Artifacts;
import io.headwater.cli.dataset.DatasetExport;
import io.headwater.cli.dataset.StoredDataset;
import io.headwater.model.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the dataset as image files. */
@Command(
        name = "export",
        description = {
            "Writes the dataset as image files: a directory per label, each file as it was sent, named by its event id.",
            "",
            "manifest.csv lists them and says which are held out for judging versions. Characters that a file name cannot"
                    + " hold everywhere are percent-encoded; the manifest has them as they are, and 'headwater import"
                    + " DIR' takes event ids and labels from it. A file that was moved to another directory has that"
                    + " one's label then.",
            "",
            "Example: headwater dataset export labelled-images",
            ""
        })
final class DatasetExportCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "DIR", description = "An empty directory, or one that is not there yet.")
    private Path directory;

    @Mixin
    private DatasetOptions dataset = new DatasetOptions();

    @Override
    void execute(Output output) {
        try (ArtifactStore store = Artifacts.open(config())) {
            StoredDataset stored = dataset.read(store, client.settings(System.getenv()));
            DatasetExport export = new DatasetExport(stored, directory);
            int images;
            try (Progress progress =
                    Progress.of("Exporting", stored.dataset().samples().size(), output.isJson())) {
                images = export.run(progress::stepTo);
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("directory", directory.toString());
            json.put("images", images);
            output.json(json);
            output.text("Wrote " + images + " images and " + DatasetExport.MANIFEST + " to " + directory + ".");
        } catch (IOException e) {
            throw CliException.because("Cannot export to " + directory, e);
        }
    }
}
