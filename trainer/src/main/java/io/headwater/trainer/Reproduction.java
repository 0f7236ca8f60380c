package io.headwater.trainer;

import io.headwater.model.ArtifactMissingException;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Head;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.internal.retrain.Split;
import io.headwater.trainer.internal.retrain.WeightsHash;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.vision.Lineage;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/**
 * Trains the head of a published version again, from nothing but its lineage and the artifact store, and compares the
 * weights bit by bit. It publishes nothing and writes nothing.
 *
 * <p>It is no retrain request: it needs neither the trainer's turn nor its transactions, works while no trainer runs
 * (for an audit, years later), and cannot promote anything even by mistake. The price: it runs where it is called, and
 * the last bits of a sum depend on the processor, so that only the machine that trained must give the same weights.
 */
public final class Reproduction {

    /**
     * How it went.
     *
     * @param publishedSha256 of the published head's weights: hidden weights and bias, output weights and bias, as 32-bit
     *     little-endian floats
     * @param reproducedSha256 of the weights that came out
     * @param largestDifference between two corresponding weights
     * @param samples trained on
     * @param millis duration of the training
     */
    public record Result(
            String publishedSha256, String reproducedSha256, double largestDifference, int samples, long millis) {

        public boolean identical() {
            return publishedSha256.equals(reproducedSha256);
        }
    }

    private final ArtifactStore store;

    public Reproduction(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Makes the head of the version again.
     *
     * @param parent the version that the lineage names as parent; null where it names none
     * @throws NotReproducibleException the lineage or the store lacks what is needed
     */
    public Result run(ModelVersion version, ModelVersion parent, HeadTrainer.Progress progress) throws IOException {
        Lineage lineage = version.getLineage();
        try {
            Head published = head(version);
            TrainingOptions options = options(lineage);
            if (options.isFineTuned()) {
                throw new NotReproducibleException("Version " + version.getVersion()
                        + " was trained with a part of its backbone (" + TrainingOptions.FINE_TUNE_FROM + "="
                        + options.fineTuneFrom() + "): only versions whose backbone was frozen can be made again");
            }
            Split split = split(version, options);
            Head start = lineage.getParent() == null ? null : head(requireParent(version, parent));
            List<String> startLabels = start == null ? List.of() : parent.getLabels();
            try (TrainedHead trained = new HeadTrainer(options.hyperParameters())
                    .train(split.trainingSet(), start, startLabels, progress)) {
                return new Result(
                        WeightsHash.sha256(published),
                        WeightsHash.sha256(trained.head()),
                        WeightsHash.largestDifference(published, trained.head()),
                        split.training().size(),
                        trained.millis());
            }
        } catch (ArtifactMissingException e) {
            throw new NotReproducibleException(
                    "Version " + version.getVersion() + " cannot be made again: " + e.getMessage(), e);
        }
    }

    private Head head(ModelVersion version) throws IOException {
        return Head.read(store.fetchModel(version.getArtifacts()));
    }

    private static ModelVersion requireParent(ModelVersion version, ModelVersion parent) {
        int wanted = version.getLineage().getParent();
        if (parent == null || parent.getVersion() != wanted) {
            throw new NotReproducibleException("Version " + version.getVersion() + " began with the head of version "
                    + wanted + ", which is not there");
        }
        return parent;
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

    private Split split(ModelVersion version, TrainingOptions options) throws IOException {
        Lineage lineage = version.getLineage();
        String fraction = lineage.getHyperParameters().get(TrainerConfig.HOLDOUT_FRACTION);
        if (fraction == null || lineage.getSegments().isEmpty()) {
            throw new NotReproducibleException("The lineage of version " + version.getVersion()
                    + " does not say what it was trained on: it names no dataset segments or no "
                    + TrainerConfig.HOLDOUT_FRACTION);
        }
        Manifest manifest = Manifest.of(version.getModel(), version.getBackboneId(), lineage.getSegments());
        Dataset dataset = Dataset.of(new DatasetStore(store, version.getModel()), manifest);
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
