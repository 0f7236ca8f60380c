package io.headwater.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.model.internal.BackboneRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The named backbones of an artifact store, and which of them a model is built on. */
public final class BackboneCatalogue {

    private static final String BACKBONES = "backbones/";

    private final ArtifactStore store;

    public BackboneCatalogue(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Adds the backbone, or replaces the one of the same name.
     *
     * @throws IllegalArgumentException the name is the built-in one's
     */
    public void save(Backbone backbone) throws IOException {
        if (backbone.name().equals(Backbone.BUILT_IN)) {
            throw new IllegalArgumentException(
                    "'" + Backbone.BUILT_IN + "' is the built-in backbone: import yours under another name");
        }
        store.writeRef(BACKBONES + backbone.name(), BackboneRecord.toJson(backbone));
    }

    /** All backbones by name, the built-in one among them. */
    public List<Backbone> list() throws IOException {
        List<Backbone> backbones = new ArrayList<>();
        backbones.add(Backbone.builtIn(store));
        for (String ref : store.listRefs(BACKBONES)) {
            backbones.add(read(ref).orElseThrow(() -> new IOException("The backbone " + ref + " has just vanished")));
        }
        backbones.sort(Comparator.comparing(Backbone::name));
        return backbones;
    }

    public Optional<Backbone> find(String name) throws IOException {
        return name.equals(Backbone.BUILT_IN) ? Optional.of(Backbone.builtIn(store)) : read(BACKBONES + name);
    }

    private Optional<Backbone> read(String ref) throws IOException {
        Optional<byte[]> json = store.readRef(ref);
        return json.isPresent() ? Optional.of(BackboneRecord.fromJson(json.get())) : Optional.empty();
    }

    /** The backbone that the model is to be trained on; the built-in one unless {@link #use} chose another. */
    public Backbone current(String modelName) throws IOException {
        String name = store.readRef(choice(modelName))
                .map(bytes -> new String(bytes, UTF_8))
                .orElse(Backbone.BUILT_IN);
        return require(name);
    }

    /**
     * Chooses the backbone for the model's next versions.
     *
     * @throws IllegalArgumentException there is no backbone of that name
     */
    public void use(String modelName, String backboneName) throws IOException {
        store.writeRef(choice(modelName), require(backboneName).name().getBytes(UTF_8));
    }

    private Backbone require(String name) throws IOException {
        Optional<Backbone> found = find(name);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("There is no backbone '" + name + "' in " + store + ": it has "
                    + list().stream().map(Backbone::name).toList());
        }
        return found.get();
    }

    private static String choice(String modelName) {
        return "models/" + modelName + "/backbone";
    }
}
