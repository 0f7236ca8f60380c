package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.service.ServiceConfig;
import java.nio.file.Path;

/** The artifact store of the settings. */
public final class Artifacts {

    private Artifacts() {}

    public static ArtifactStore open(ServiceConfig config) {
        try {
            return ArtifactStores.open(
                    config.getString(ServiceConfig.ARTIFACT_STORE),
                    Path.of(config.getString(ServiceConfig.ARTIFACT_CACHE)));
        } catch (IllegalArgumentException e) {
            throw new CliException("Cannot use artifact.store: " + e.getMessage(), e);
        }
    }
}
