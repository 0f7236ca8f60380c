package io.headwater.trainer.dataset;

import io.headwater.model.ArtifactStore;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store whose n-th write fails, as if the process had died there. */
final class FailingStore implements ArtifactStore {

    private final ArtifactStore store;
    private int writesLeft;

    FailingStore(ArtifactStore store, int failAt) {
        this.store = store;
        this.writesLeft = failAt;
    }

    private void write() throws IOException {
        if (--writesLeft == 0) {
            throw new IOException("The disk is gone");
        }
    }

    @Override
    public Artifact put(String role, Path file, String extension) throws IOException {
        write();
        return store.put(role, file, extension);
    }

    @Override
    public Path fetch(Artifact artifact) throws IOException {
        return store.fetch(artifact);
    }

    @Override
    public Optional<byte[]> readRef(String name) throws IOException {
        return store.readRef(name);
    }

    @Override
    public void writeRef(String name, byte[] value) throws IOException {
        write();
        store.writeRef(name, value);
    }

    @Override
    public List<String> listRefs(String prefix) throws IOException {
        return store.listRefs(prefix);
    }

    @Override
    public void close() {
        store.close();
    }
}
