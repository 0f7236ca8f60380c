package io.headwater.trainer.internal.retrain;

import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.trainer.dataset.EmbeddingCodec;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.finetune.LatentReplay;
import io.headwater.trainer.finetune.TunedModel;
import io.headwater.trainer.training.TrainedHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What a training gave, to be packaged, checked and judged. Used on the thread that trained. */
public interface Candidate extends AutoCloseable {

    /** What the head was trained behind; the dataset's backbone, or one with a tail of its own. */
    Backbone backbone();

    Head head();

    /** In the order of the head's outputs. */
    List<String> labels();

    /** Duration of the training in milliseconds. */
    long millis();

    /** What PyTorch says about an image of the dataset: probabilities {@code [labels]}. */
    float[] probabilities(SegmentEntry entry);

    @Override
    void close();

    /** A head behind the dataset's own backbone. */
    record Frozen(Backbone backbone, TrainedHead trained) implements Candidate {

        @Override
        public Head head() {
            return trained.head();
        }

        @Override
        public List<String> labels() {
            return trained.labels();
        }

        @Override
        public long millis() {
            return trained.millis();
        }

        @Override
        public float[] probabilities(SegmentEntry entry) {
            return trained.probabilities(EmbeddingCodec.decode(entry.getEmbedding()));
        }

        @Override
        public void close() {
            trained.close();
        }
    }

    /** A head behind a backbone whose tail was trained with it. */
    record Tuned(TunedModel tuned, LatentReplay replay) implements Candidate {

        @Override
        public Backbone backbone() {
            return tuned.backbone();
        }

        @Override
        public Head head() {
            return tuned.head();
        }

        @Override
        public List<String> labels() {
            return tuned.labels();
        }

        @Override
        public long millis() {
            return tuned.millis();
        }

        @Override
        public float[] probabilities(SegmentEntry entry) {
            return tuned.probabilities(replay.activations(entry.getImage()));
        }

        @Override
        public void close() {
            // Both, whatever becomes of the first.
            try (replay) {
                tuned.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
