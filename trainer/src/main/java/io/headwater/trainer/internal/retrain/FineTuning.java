package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneGraph;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.finetune.CutPoint;
import io.headwater.trainer.finetune.LatentReplay;
import io.headwater.trainer.finetune.TailParameters;
import io.headwater.trainer.finetune.TailTrainer;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Trains the tail of the dataset's backbone with the head, on the dataset's images. */
public final class FineTuning {

    /** Follows it. */
    public interface Progress extends HeadTrainer.Progress {

        /** The activations at the cut are being computed. */
        default void embedding() {}

        /** Head and tail are being trained. */
        default void training() {}
    }

    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final SessionOptions options;

    public FineTuning(ArtifactStore store, ImageDecoder decoder, SessionOptions options) {
        this.store = store;
        this.decoder = decoder;
        this.options = options;
    }

    /**
     * Trains.
     *
     * @throws io.headwater.model.UnsupportedModelException the backbone cannot be trained from that place
     */
    public Candidate train(Backbone backbone, Dataset dataset, Split split, TrainingOptions training, Progress progress)
            throws IOException {
        CutPoint cut = CutPoint.choose(BackboneGraph.read(backbone, store), training.fineTuneFrom());
        TailParameters parameters = new TailParameters(
                training.getInt(TrainingOptions.FINE_TUNE_EPOCHS),
                training.getInt(TrainingOptions.FINE_TUNE_BATCH_SIZE),
                training.getDouble(TrainingOptions.FINE_TUNE_LEARNING_RATE));
        LatentReplay replay = new LatentReplay(cut, decoder, options);
        try {
            progress.embedding();
            int[] targets = fill(replay, dataset, split);
            progress.training();
            return new Candidate.Tuned(
                    new TailTrainer(store, training.hyperParameters(), parameters)
                            .train(cut, replay, targets, split.labels(), progress),
                    replay);
        } catch (IOException | RuntimeException | Error e) {
            replay.close();
            throw e;
        }
    }

    /** Adds the training samples' images; returns the place of each row's label. */
    private static int[] fill(LatentReplay replay, Dataset dataset, Split split) throws IOException {
        Map<String, Integer> open = new HashMap<>();
        for (Sample sample : split.training()) {
            open.put(sample.eventId(), split.labels().indexOf(sample.label()));
        }
        List<Integer> targets = new ArrayList<>();
        dataset.images().visit(Set.copyOf(open.keySet()), entries -> {
            for (SegmentEntry entry : entries) {
                Integer target = open.remove(entry.getEventId());
                if (target == null) {
                    continue;
                }
                try {
                    replay.add(entry.getImage());
                    targets.add(target);
                } catch (ImageRejectedException e) {
                    // It could be decoded once, when it came into the dataset; it is left out now.
                    open.remove(entry.getEventId());
                }
            }
        });
        return targets.stream().mapToInt(Integer::intValue).toArray();
    }
}
