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
    private long championOffset;

    ModelCatalogue(String model) {
        this.model = model;
    }

    void add(ModelVersion version) {
        if (model.equals(version.getModel())) {
            versions.put(version.getVersion(), version);
        }
    }

    /**
     * Takes an alias. A trainer and a person who write at the same moment may choose the same epoch: of the two the later
     * one counts, as it does for an instance that starts when the earlier one has been compacted away.
     *
     * @param offset of its record
     */
    void add(ModelAlias alias, long offset) {
        if (!model.equals(alias.getModel()) || !ModelKeys.CHAMPION.equals(alias.getAlias())) {
            return;
        }
        int byEpoch = champion == null ? 1 : Long.compare(alias.getEpoch(), champion.getEpoch());
        if (byEpoch > 0 || byEpoch == 0 && offset > championOffset) {
            champion = alias;
            championOffset = offset;
        }
    }

    /** The champion alias of the highest epoch seen, the same object until another one takes its place. */
    Optional<ModelAlias> champion() {
        return Optional.ofNullable(champion);
    }

    Optional<ModelVersion> version(int version) {
        return Optional.ofNullable(versions.get(version));
    }
}
