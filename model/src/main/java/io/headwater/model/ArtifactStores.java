package io.headwater.model;

import io.headwater.model.internal.FileArtifactStore;
import io.headwater.model.internal.s3.S3ArtifactStore;
import io.headwater.model.internal.s3.S3Location;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens artifact stores by uri. */
public final class ArtifactStores {

    private static final String FORMS = "use file:DIRECTORY or s3://BUCKET/PREFIX";

    private ArtifactStores() {}

    /**
     * Opens a store; its directories are made on the first write, a bucket has to be there.
     *
     * @param uri {@code file:DIRECTORY}, where a relative one is resolved against the working directory, or
     *     {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}, where region, credentials and endpoint are found as all
     *     programs with the AWS SDK find them ({@code AWS_REGION}, ...)
     * @param cacheDirectory where a remote store keeps local copies; not used by {@code file:}
     * @throws IllegalArgumentException the uri is none of these, or no region is set for {@code s3:}
     */
    public static ArtifactStore open(String uri, Path cacheDirectory) {
        return S3Location.isS3(uri)
                ? new S3ArtifactStore(S3Location.parse(uri), cacheDirectory)
                : new FileArtifactStore(directory(uri));
    }

    /**
     * The uri of the same store for any working directory.
     *
     * @throws IllegalArgumentException the uri is none that {@link #open} takes
     */
    public static String absolute(String uri) {
        return S3Location.isS3(uri) ? S3Location.parse(uri).toString() : "file:" + directory(uri);
    }

    private static Path directory(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (!scheme.equals("file")) {
            throw new IllegalArgumentException("artifact.store '" + uri + "' is not supported: " + FORMS);
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
