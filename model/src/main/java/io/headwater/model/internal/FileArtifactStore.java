package io.headwater.model.internal;

import io.headwater.model.ArtifactStore;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in a directory: {@code objects/<sha256>.<extension>}, all in one, and {@code refs/<name>}. */
public final class FileArtifactStore implements ArtifactStore {

    private final ContentDirectory objects;
    private final Path refs;

    public FileArtifactStore(Path root) {
        this.objects = new ContentDirectory(root.resolve("objects"));
        this.refs = root.resolve("refs");
    }

    @Override
    public Artifact put(String role, Path file, String extension) throws IOException {
        ContentName name = new ContentName(Sha256.of(file), extension);
        Path object = objects.put(file, name);
        return name.artifact(role, object.toUri().toString(), Files.size(object));
    }

    @Override
    public Path fetch(Artifact artifact) throws IOException {
        Path object = objects.file(ContentName.of(artifact));
        try {
            ContentName.requireIntact(artifact, object, object.toString());
        } catch (NoSuchFileException e) {
            throw ContentName.missing(artifact, objects.path().toString());
        }
        return object;
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
                    .filter(name -> name.startsWith(prefix) && RefNames.isValid(name))
                    .sorted()
                    .toList();
        }
    }

    private Path ref(String name) {
        return refs.resolve(RefNames.require(name));
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "file:" + objects.path().getParent();
    }
}
