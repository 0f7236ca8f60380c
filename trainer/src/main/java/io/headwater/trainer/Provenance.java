package io.headwater.trainer;

import io.headwater.model.ArtifactStore;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.internal.retrain.Split;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.vision.Lineage;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/** What a published version was made from, read back from its lineage and the store. */
record Provenance(TrainingOptions options, Dataset dataset, Split split) {

    /** @throws NotReproducibleException the lineage lacks what is needed */
    static Provenance of(ModelVersion version, ArtifactStore store) throws IOException {
        TrainingOptions options = options(version.getLineage());
        Dataset dataset = dataset(version, options, store);
        return new Provenance(options, dataset, split(version, dataset, options));
    }

    /** Embeddings of augmented views {@code [training][k][d]}, as many as it was trained on. */
    List<float[][]> views() throws IOException {
        if (options.augmentViews() == 0) {
            return split.noViews();
        }
        try {
            return dataset.views(options.augmentation().text()).of(split.training(), options.augmentViews());
        } catch (IllegalStateException e) {
            throw new NotReproducibleException("The lineage names too few segments of views: " + e.getMessage(), e);
        }
    }

    private static TrainingOptions options(Lineage lineage) {
        Map<String, String> settings = new TreeMap<>(lineage.getHyperParameters());
        settings.remove(TrainerConfig.HOLDOUT_FRACTION);
        try {
            return TrainingOptions.of(new AbstractConfig(TrainingOptions.definition(), Map.of(), false), settings);
        } catch (ConfigException e) {
            throw new NotReproducibleException(
                    "The version was made with settings that this program does not take: " + e.getMessage(), e);
        }
    }

    private static Dataset dataset(ModelVersion version, TrainingOptions options, ArtifactStore store)
            throws IOException {
        List<String> segments = version.getLineage().getSegments();
        if (segments.isEmpty()) {
            throw new NotReproducibleException("The lineage of version " + version.getVersion()
                    + " names no dataset segments, so nobody knows what it was trained on");
        }
        Manifest manifest = Manifest.of(version.getModel(), version.getBackboneId(), segments)
                .withViews(options.augmentation().text(), version.getLineage().getViewSegments());
        return Dataset.of(new DatasetStore(store, version.getModel()), manifest);
    }

    private static Split split(ModelVersion version, Dataset dataset, TrainingOptions options) {
        Lineage lineage = version.getLineage();
        String fraction = lineage.getHyperParameters().get(TrainerConfig.HOLDOUT_FRACTION);
        if (fraction == null) {
            throw new NotReproducibleException("The lineage of version " + version.getVersion() + " has no "
                    + TrainerConfig.HOLDOUT_FRACTION + ", so nobody knows which samples it was trained on");
        }
        Split split = Split.of(
                dataset.samples(), new HoldoutSplit(Double.parseDouble(fraction)), options.minSamplesPerLabel());
        if (!split.learnedCounts().equals(lineage.getSamplesPerLabel())) {
            throw new NotReproducibleException("The segments of version " + version.getVersion() + " hold "
                    + split.learnedCounts() + " training samples, but its lineage says "
                    + new TreeMap<>(lineage.getSamplesPerLabel()));
        }
        return split;
    }
}
