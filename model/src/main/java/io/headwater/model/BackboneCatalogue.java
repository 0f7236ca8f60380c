package io.headwater.model;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The named backbones of an artifact store, and which of them a model is built on. */
public final class BackboneCatalogue {

    private final ArtifactStore store;

    public BackboneCatalogue(ArtifactStore store) {
        this.store = store;
    }

    /** Adds the backbone, or replaces the one of the same name. */
    public void save(Backbone backbone) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** All backbones by name, the built-in one among them. */
    public List<Backbone> list() throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<Backbone> find(String name) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The backbone that the model is to be trained on; the built-in one unless {@link #use} chose another. */
    public Backbone current(String modelName) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Chooses the backbone for the model's next versions.
     *
     * @throws IllegalArgumentException there is no backbone of that name
     */
    public void use(String modelName, String backboneName) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }
}
