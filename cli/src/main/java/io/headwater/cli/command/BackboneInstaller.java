package io.headwater.cli.command;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Artifacts;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.Preprocessing;
import io.headwater.model.UnsupportedModelException;
import io.headwater.service.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;

/** Puts a classifier's file into the artifact store as a backbone, and chooses it if that is wanted. */
final class BackboneInstaller {

    private BackboneInstaller() {}

    static void install(
            ServiceConfig config, Path file, String name, Preprocessing preprocessing, boolean use, Output output) {
        try (ArtifactStore store = Artifacts.open(config)) {
            output.remark("Importing " + file + " as " + name + " …");
            BackboneCatalogue catalogue = new BackboneCatalogue(store);
            Backbone backbone = Backbone.importOnnx(file, name, preprocessing, store);
            catalogue.save(backbone);
            if (use) {
                catalogue.use(config.modelName(), backbone.name());
            }
            output.json(BackboneListCommand.fields(backbone, use));
            output.text("Imported " + backbone.id() + ": input " + backbone.inputSize() + "×" + backbone.inputSize()
                    + ", embedding " + backbone.embeddingSize() + "."
                    + (use ? " The next version of model " + config.modelName() + " is built on it." : ""));
        } catch (UnsupportedModelException | IllegalArgumentException e) {
            throw new CliException("Cannot import " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw CliException.because(
                    "Cannot write to the artifact store " + config.getString(ServiceConfig.ARTIFACT_STORE), e);
        }
    }
}
