package io.headwater.streams.internal.follower;

import io.headwater.schemas.ModelKeys;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the model topics say about one model. An alias may come before the version that it names. */
final class ModelCatalogue {

    private final String model;
    private final Map<Integer, ModelVersion> versions = new HashMap<>();
    private ModelAlias champion;

    ModelCatalogue(String model) {
        this.model = model;
    }

    void add(ModelVersion version) {
        if (model.equals(version.getModel())) {
            versions.put(version.getVersion(), version);
        }
    }

    void add(ModelAlias alias) {
        boolean ours = model.equals(alias.getModel()) && ModelKeys.CHAMPION.equals(alias.getAlias());
        if (ours && (champion == null || alias.getEpoch() > champion.getEpoch())) {
            champion = alias;
        }
    }

    /** The champion alias of the highest epoch seen. */
    Optional<ModelAlias> champion() {
        return Optional.ofNullable(champion);
    }

    Optional<ModelVersion> version(int version) {
        return Optional.ofNullable(versions.get(version));
    }
}
