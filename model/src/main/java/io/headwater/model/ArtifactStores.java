package io.headwater.model;

import java.nio.file.Path;

/** Opens artifact stores by uri. */
public final class ArtifactStores {

    private ArtifactStores() {}

    /**
     * Opens a store; its directories are made on the first write.
     *
     * @param uri {@code file:DIRECTORY}; a relative one is resolved against the working directory
     * @param cacheDirectory where a remote store keeps local copies; not used by {@code file:}
     * @throws IllegalArgumentException the uri's scheme is not known
     */
    public static ArtifactStore open(String uri, Path cacheDirectory) {
        throw new UnsupportedOperationException("not built yet");
    }
}
