package io.headwater.model;

import io.headwater.model.internal.FileArtifactStore;
import java.nio.file.InvalidPathException;
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
        return new FileArtifactStore(directory(uri));
    }

    /**
     * The uri of the same store for any working directory.
     *
     * @throws IllegalArgumentException the uri's scheme is not known
     */
    public static String absolute(String uri) {
        return "file:" + directory(uri);
    }

    private static Path directory(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (!scheme.equals("file")) {
            throw new IllegalArgumentException("artifact.store '" + uri + "' is not supported: use file:DIRECTORY");
        }
        // Not URI.create: file:data/artifacts, relative, is an opaque URI, and paths may hold spaces.
        String path = uri.substring(colon + 1).replaceFirst("^//(?=/)", "");
        if (path.isBlank() || path.startsWith("//")) {
            throw new IllegalArgumentException("artifact.store '" + uri + "' names no directory: use file:DIRECTORY");
        }
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("artifact.store '" + uri + "' is not a valid path: " + e.getReason(), e);
        }
    }
}
