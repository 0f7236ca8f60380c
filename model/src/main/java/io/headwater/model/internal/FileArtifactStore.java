package io.headwater.model.internal;

import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.ArtifactMissingException;
import io.headwater.model.ArtifactStore;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A store in a directory: {@code objects/<sha256>.<extension>}, all in one, and {@code refs/<name>}. */
public final class FileArtifactStore implements ArtifactStore {

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,16}");
    private static final Pattern REF =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._@-]*(/[A-Za-z0-9_-][A-Za-z0-9._@-]*)*");

    private final Path objects;
    private final Path refs;

    public FileArtifactStore(Path root) {
        this.objects = root.resolve("objects");
        this.refs = root.resolve("refs");
    }

    @Override
    public Artifact put(String role, Path file, String extension) throws IOException {
        if (!EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException(
                    "'" + extension + "' is not an extension: use lower-case letters and digits");
        }
        String sha256 = Sha256.of(file);
        long size = Files.size(file);
        Path object = objects.resolve(sha256 + "." + extension);
        if (!isIntact(object, sha256, size)) {
            AtomicFiles.write(object, temporary -> {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                if (!Sha256.of(temporary).equals(sha256)) {
                    throw new IOException(file + " changed while it was copied to " + objects + ": try again");
                }
            });
        }
        return Artifact.newBuilder()
                .setRole(role)
                .setUri(object.toUri().toString())
                .setSha256(sha256)
                .setSize(size)
                .build();
    }

    @Override
    public Path fetch(Artifact artifact) throws IOException {
        Path object = objects.resolve(fileName(artifact));
        String found;
        try {
            found = Sha256.of(object);
        } catch (NoSuchFileException e) {
            throw new ArtifactMissingException(
                    "The artifact " + artifact.getUri() + " (" + artifact.getRole() + ") is not in " + objects
                            + ": check that artifact.store is the one it was published to",
                    e);
        }
        if (!found.equals(artifact.getSha256())) {
            throw new ArtifactIntegrityException("The content of " + object + " (" + artifact.getRole()
                    + ") has the SHA-256 " + found + " instead of " + artifact.getSha256()
                    + ": delete the file and publish the version again");
        }
        return object;
    }

    /** The last part of the uri: the store's directory may have another path on this machine. */
    private static String fileName(Artifact artifact) {
        String name = artifact.getUri().substring(artifact.getUri().lastIndexOf('/') + 1);
        String prefix = artifact.getSha256() + ".";
        if (!name.startsWith(prefix)
                || !EXTENSION.matcher(name.substring(prefix.length())).matches()) {
            throw new ArtifactIntegrityException("The artifact uri '" + artifact.getUri()
                    + "' does not end in its SHA-256 and an extension (" + prefix + "…)");
        }
        return name;
    }

    private static boolean isIntact(Path object, String sha256, long size) throws IOException {
        return Files.isRegularFile(object)
                && Files.size(object) == size
                && Sha256.of(object).equals(sha256);
    }

    @Override
    public Optional<byte[]> readRef(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(ref(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void writeRef(String name, byte[] value) throws IOException {
        AtomicFiles.write(ref(name), temporary -> Files.write(temporary, value));
    }

    @Override
    public List<String> listRefs(String prefix) throws IOException {
        if (!Files.isDirectory(refs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(refs)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> refs.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.startsWith(prefix) && REF.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    private Path ref(String name) {
        if (!REF.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a valid name in the artifact store: use letters, digits, '.', '_', '-' and '/'");
        }
        return refs.resolve(name);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "file:" + objects.getParent();
    }
}
