package io.headwater.trainer.testing;

import io.headwater.model.ArtifactStore;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A store that does something once before a model's file is written, which is in the middle of a retraining. */
public final class HookedStore implements ArtifactStore {

    private final ArtifactStore store;
    private final AtomicReference<Runnable> hook = new AtomicReference<>();

    public HookedStore(ArtifactStore store) {
        this.store = store;
    }

    public void beforeNextModel(Runnable action) {
        hook.set(action);
    }

    @Override
    public Artifact put(String role, Path file, String extension) throws IOException {
        Runnable action = role.equals(MODEL_ROLE) ? hook.getAndSet(null) : null;
        if (action != null) {
            action.run();
        }
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
