package io.headwater.model.internal;

import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.ArtifactMissingException;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Name of a file in an artifact store, {@code <sha256>.<extension>}: it says what the content has to be. */
public record ContentName(String sha256, String extension) {

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,16}");

    /** @throws IllegalArgumentException the extension is none */
    public ContentName {
        if (!EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException(
                    "'" + extension + "' is not an extension: use lower-case letters and digits");
        }
    }

    /**
     * The last part of the artifact's uri: the store may have another address on this machine.
     *
     * @throws ArtifactIntegrityException it is not the artifact's hash and an extension
     */
    public static ContentName of(Artifact artifact) {
        String name = artifact.getUri().substring(artifact.getUri().lastIndexOf('/') + 1);
        String prefix = artifact.getSha256() + ".";
        String extension = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        if (!EXTENSION.matcher(extension).matches()) {
            throw new ArtifactIntegrityException("The artifact uri '" + artifact.getUri()
                    + "' does not end in its SHA-256 and an extension (" + prefix + "…)");
        }
        return new ContentName(artifact.getSha256(), extension);
    }

    public Artifact artifact(String role, String uri, long size) {
        return Artifact.newBuilder()
                .setRole(role)
                .setUri(uri)
                .setSha256(sha256)
                .setSize(size)
                .build();
    }

    /** @param place what was looked through, for the message */
    public static ArtifactMissingException missing(Artifact artifact, String place) {
        return new ArtifactMissingException("The artifact " + artifact.getUri() + " (" + artifact.getRole()
                + ") is not in " + place + ": check that artifact.store is the one it was published to");
    }

    /**
     * Reads the file and compares hashes.
     *
     * @param origin where the content comes from, for the message
     * @throws ArtifactIntegrityException the content is another one
     */
    public static void requireIntact(Artifact artifact, Path file, String origin) throws IOException {
        String found = Sha256.of(file);
        if (!found.equals(artifact.getSha256())) {
            throw new ArtifactIntegrityException(
                    "The content of " + origin + " (" + artifact.getRole() + ") has the SHA-256 " + found
                            + " instead of " + artifact.getSha256() + ": delete it and publish the version again");
        }
    }

    @Override
    public String toString() {
        return sha256 + "." + extension;
    }
}
