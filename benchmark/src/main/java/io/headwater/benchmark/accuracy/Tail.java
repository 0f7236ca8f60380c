package io.headwater.benchmark.accuracy;

import io.headwater.model.Backbone;
import io.headwater.model.BackboneGraph;
import io.headwater.model.Batch;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelPackager;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.finetune.CutPoint;
import io.headwater.trainer.finetune.LatentReplay;
import io.headwater.trainer.finetune.TailParameters;
import io.headwater.trainer.finetune.TailTrainer;
import io.headwater.trainer.finetune.TunedModel;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A backbone whose tail is trained with the head, as {@code fine-tune.from} asks, and served by ONNX Runtime. */
final class Tail implements AutoCloseable {

    private final Laboratory laboratory;
    private final LatentReplay replay;
    private final TunedModel tuned;

    Tail(Laboratory laboratory, Backbone backbone, List<Picture> training, TrainingOptions options) throws IOException {
        this.laboratory = laboratory;
        CutPoint cut = CutPoint.choose(BackboneGraph.read(backbone, laboratory.store()), options.fineTuneFrom());
        replay = new LatentReplay(cut, laboratory.decoder(), laboratory.sessionOptions());
        for (Picture picture : training) {
            replay.add(picture.buffer());
        }
        List<String> labels = Laboratory.labels(training);
        TailParameters parameters = new TailParameters(
                options.getInt(TrainingOptions.FINE_TUNE_EPOCHS),
                options.getInt(TrainingOptions.FINE_TUNE_BATCH_SIZE),
                options.getDouble(TrainingOptions.FINE_TUNE_LEARNING_RATE));
        tuned = new TailTrainer(laboratory.store(), options.hyperParameters(), parameters)
                .train(cut, replay, Laboratory.targets(training, labels), labels, (epoch, epochs, loss) -> {});
    }

    /** By the packaged file: the share of the pictures that it names. */
    double accuracy(List<Picture> pictures) throws IOException {
        try (InferenceSession session = serve()) {
            Batch batch = session.newBatch();
            List<float[]> probabilities = new ArrayList<>();
            for (Picture picture : pictures) {
                decode(picture, session, batch);
                probabilities.add(session.classify(batch, 1).probabilities(0));
            }
            return Laboratory.share(pictures, session.labels(), probabilities);
        }
    }

    /** Largest differences between ONNX Runtime on the packaged file and PyTorch on the activations. */
    Parity parity(List<Picture> pictures) throws IOException {
        double probability = 0;
        double embedding = 0;
        try (InferenceSession session = serve()) {
            Batch batch = session.newBatch();
            for (Picture picture : pictures) {
                decode(picture, session, batch);
                var served = session.run(batch, 1);
                float[] activations = replay.activations(picture.buffer());
                probability =
                        Math.max(probability, difference(tuned.probabilities(activations), served.probabilities(0)));
                embedding = Math.max(embedding, difference(tuned.embedding(activations), served.embedding(0)));
            }
        }
        return new Parity(probability, embedding);
    }

    /** Largest absolute differences over all pictures. */
    record Parity(double probability, double embedding) {}

    private InferenceSession serve() throws IOException {
        ModelPackager packager = new ModelPackager(laboratory.store());
        return InferenceSession.open(
                laboratory
                        .store()
                        .fetchModel(packager.assemble(tuned.backbone(), tuned.head(), tuned.labels(), "study", 1)),
                SessionOptions.cpu());
    }

    private void decode(Picture picture, InferenceSession session, Batch batch) {
        laboratory.decoder().decode(picture.buffer(), session.resize(), batch, 0);
    }

    private static double difference(float[] expected, float[] actual) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        return largest;
    }

    @Override
    public void close() throws IOException {
        tuned.close();
        replay.close();
    }
}
