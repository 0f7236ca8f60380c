package io.headwater.model.internal.s3;

import io.headwater.model.ArtifactStore;
import io.headwater.model.internal.AtomicFiles;
import io.headwater.model.internal.ContentDirectory;
import io.headwater.model.internal.ContentName;
import io.headwater.model.internal.RefNames;
import io.headwater.model.internal.Sha256;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store in a bucket, with the keys that {@code file:} has as paths: {@code objects/<sha256>.<extension>} and
 * {@code refs/<name>}. Local copies of objects are in one directory and stay there.
 */
public final class S3ArtifactStore implements ArtifactStore {

    private static final String OBJECTS = "objects/";
    private static final String REFS = "refs/";

    private final S3Location location;
    private final ContentDirectory cache;
    private final S3Bucket bucket;

    /**
     * Nothing is asked of the bucket yet.
     *
     * @throws IllegalArgumentException region or endpoint are not set, or wrongly
     */
    public S3ArtifactStore(S3Location location, Path cacheDirectory) {
        this.location = location;
        this.cache = new ContentDirectory(cacheDirectory.resolve("objects"));
        this.bucket = S3Bucket.open(location);
    }

    @Override
    public Artifact put(String role, Path file, String extension) throws IOException {
        ContentName name = new ContentName(Sha256.of(file), extension);
        // The copy cannot change while it is sent, and the fetch that often follows finds it.
        Path copy = cache.put(file, name);
        long size = Files.size(copy);
        if (!bucket.has(OBJECTS + name, size, name.sha256())) {
            bucket.write(OBJECTS + name, copy, name.sha256());
        }
        return name.artifact(role, location.uri(OBJECTS + name), size);
    }

    @Override
    public Path fetch(Artifact artifact) throws IOException {
        ContentName name = ContentName.of(artifact);
        if (!cache.isIntact(name)) {
            AtomicFiles.write(cache.file(name), temporary -> {
                if (!bucket.download(OBJECTS + name, temporary)) {
                    throw ContentName.missing(artifact, location.uri(OBJECTS));
                }
                ContentName.requireIntact(artifact, temporary, location.uri(OBJECTS + name));
            });
        }
        return cache.file(name);
    }

    @Override
    public Optional<byte[]> readRef(String name) throws IOException {
        return bucket.read(REFS + RefNames.require(name));
    }

    @Override
    public void writeRef(String name, byte[] value) throws IOException {
        bucket.write(REFS + RefNames.require(name), value, Sha256.of(ByteBuffer.wrap(value)));
    }

    @Override
    public List<String> listRefs(String prefix) throws IOException {
        return bucket.list(REFS + prefix).stream()
                .map(name -> name.substring(REFS.length()))
                .filter(RefNames::isValid)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        bucket.close();
    }

    @Override
    public String toString() {
        return location.toString();
    }
}
