package io.headwater.trainer;

import io.headwater.model.ArtifactMissingException;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.internal.retrain.Candidate;
import io.headwater.trainer.internal.retrain.FineTuning;
import io.headwater.trainer.internal.retrain.WeightsHash;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingSet;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.util.List;

/**
 * Trains the head of a published version again, from nothing but its lineage and the artifact store, and compares the
 * weights bit by bit. Where the version has a tail of its own, the tail is trained again and compared, too. It publishes
 * nothing.
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
     * @param publishedBackbone id of the backbone behind the published head; it holds the start of a hash of all weights
     * @param reproducedBackbone id of the one that came out; another one only where a tail was trained
     * @param largestDifference between two corresponding weights of the heads
     * @param samples trained on
     * @param millis duration of the training
     */
    public record Result(
            String publishedSha256,
            String reproducedSha256,
            String publishedBackbone,
            String reproducedBackbone,
            double largestDifference,
            int samples,
            long millis) {

        public boolean identical() {
            return publishedSha256.equals(reproducedSha256) && publishedBackbone.equals(reproducedBackbone);
        }
    }

    private final ArtifactStore store;
    private final TrainerConfig config;

    /** @param config where and how images are decoded and run; what the version was made with comes from its lineage */
    public Reproduction(ArtifactStore store, TrainerConfig config) {
        this.store = store;
        this.config = config;
    }

    /**
     * Makes the head of the version again.
     *
     * @param parent the version that the lineage names as parent; null where it names none
     * @throws NotReproducibleException the lineage or the store lacks what is needed
     */
    public Result run(ModelVersion version, ModelVersion parent, HeadTrainer.Progress progress) throws IOException {
        try {
            Head published = head(version);
            Provenance origin = Provenance.of(version, store);
            Made made = origin.options().isFineTuned()
                    ? tuned(origin, progress)
                    : frozen(origin, version, parent, progress);
            return new Result(
                    WeightsHash.sha256(published),
                    WeightsHash.sha256(made.head()),
                    version.getBackboneId(),
                    made.backboneId(),
                    WeightsHash.largestDifference(published, made.head()),
                    origin.split().training().size(),
                    made.millis());
        } catch (ArtifactMissingException | UnsupportedModelException e) {
            throw new NotReproducibleException(
                    "Version " + version.getVersion() + " cannot be made again: " + e.getMessage(), e);
        }
    }

    /** What came out. */
    private record Made(Head head, String backboneId, long millis) {}

    private Made frozen(Provenance origin, ModelVersion version, ModelVersion parent, HeadTrainer.Progress progress)
            throws IOException {
        TrainingSet set = origin.split().trainingSet(origin.views());
        boolean warm = version.getLineage().getParent() != null;
        Head start = warm ? head(requireParent(version, parent)) : null;
        List<String> startLabels = warm ? parent.getLabels() : List.of();
        try (TrainedHead trained =
                new HeadTrainer(origin.options().hyperParameters()).train(set, start, startLabels, progress)) {
            return new Made(trained.head(), version.getBackboneId(), trained.millis());
        }
    }

    private Made tuned(Provenance origin, HeadTrainer.Progress progress) throws IOException {
        // The version names what came out; what it began with is in the dataset, which is embedded by it.
        String before = origin.dataset().images().newest(1).get(0).getBackboneId();
        ImageDecoder decoder = new ImageDecoder(config.images().maxPixels());
        try (Candidate tuned = new FineTuning(store, decoder, config.sessionOptions())
                .train(backbone(before), origin.dataset(), origin.split(), origin.options(), progress::epoch)) {
            return new Made(tuned.head(), tuned.backbone().id(), tuned.millis());
        }
    }

    private Backbone backbone(String id) throws IOException {
        String name = id.replaceFirst("@.*", "");
        Backbone found = new BackboneCatalogue(store)
                .find(name)
                .orElseThrow(() -> new NotReproducibleException("There is no backbone " + id + " any more"));
        if (!found.id().equals(id)) {
            throw new NotReproducibleException(
                    "The version was made with the backbone " + id + "; " + name + " now is " + found.id());
        }
        return found;
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
}
