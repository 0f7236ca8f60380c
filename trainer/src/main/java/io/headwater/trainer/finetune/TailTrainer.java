package io.headwater.trainer.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.trainer.internal.tail.TailGraph;
import io.headwater.trainer.internal.tail.TailNetwork;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.HyperParameters;
import io.headwater.trainer.training.SampleOrder;
import io.headwater.trainer.training.SoftTargets;
import io.headwater.trainer.training.Standardisation;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingSchedule;
import io.headwater.trainer.training.TrainingSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains a tail and a head together. The head is trained first, behind the frozen backbone, so that the tail does not
 * follow a random one: A. Kumar et al., "Fine-Tuning can Distort Pretrained Features" (2022). The same samples in the
 * same order and the same parameters give the same weights on the same machine. One training at a time in a process,
 * each on one thread.
 */
public final class TailTrainer {

    private static final int EMBEDDING_BATCH = 32;

    private final ArtifactStore store;
    private final HyperParameters headParameters;
    private final TailParameters tailParameters;

    /** @param store where the new backbone goes */
    public TailTrainer(ArtifactStore store, HyperParameters headParameters, TailParameters tailParameters) {
        this.store = store;
        this.headParameters = headParameters;
        this.tailParameters = tailParameters;
    }

    /**
     * Trains on all rows of the replay.
     *
     * @param targets {@code [replay.size()]}: the place of each row's label in {@code labels}
     * @param labels in the order of the head's outputs; each has at least one row
     */
    public TunedModel train(
            CutPoint cut, LatentReplay replay, int[] targets, List<String> labels, HeadTrainer.Progress progress)
            throws IOException {
        long began = System.nanoTime();
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        try {
            TailGraph tail = new TailGraph(cut.graph(), cut.tensor(), cut.shape(), manager);
            TrainingSet set = new TrainingSet(embeddings(tail, replay, manager), targets, labels);
            Standardisation standardisation = Standardisation.of(set);
            TailNetwork network = new TailNetwork(
                    tail,
                    manager,
                    standardisation,
                    start(set, standardisation),
                    (float) headParameters.dropout(),
                    headParameters.seed());
            fit(network, replay, set, progress);
            Backbone backbone = cut.graph().withWeights(network.weights(), store);
            Head head = standardisation.fold(network.head());
            return new TunedModel(manager, network, backbone, head, labels, (System.nanoTime() - began) / 1_000_000);
        } catch (IOException | RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private static List<float[]> embeddings(TailGraph tail, LatentReplay replay, NDManager manager) throws IOException {
        List<float[]> embeddings = new ArrayList<>();
        int[] all = SampleOrder.all(replay.size());
        for (int from = 0; from < all.length; from += EMBEDDING_BATCH) {
            int[] rows = Arrays.copyOfRange(all, from, Math.min(all.length, from + EMBEDDING_BATCH));
            try (NDManager step = manager.newSubManager()) {
                NDArray output = tail.forward(step, replay.read(rows));
                float[] values = output.toFloatArray();
                int d = values.length / rows.length;
                for (int i = 0; i < rows.length; i++) {
                    embeddings.add(Arrays.copyOfRange(values, i * d, (i + 1) * d));
                }
            }
        }
        return embeddings;
    }

    private Head start(TrainingSet set, Standardisation standardisation) {
        try (TrainedHead trained = new HeadTrainer(headParameters).train(set)) {
            return standardisation.unfold(trained.head());
        }
    }

    private void fit(TailNetwork network, LatentReplay replay, TrainingSet set, HeadTrainer.Progress progress)
            throws IOException {
        Random random = new Random(headParameters.seed());
        SoftTargets targets = new SoftTargets(set, headParameters);
        int[] order = SampleOrder.all(set.size());
        TrainingSchedule schedule =
                TrainingSchedule.of(tailParameters.batchSize(), tailParameters.epochs(), order.length);
        int batch = schedule.batch();
        int stepsPerEpoch = order.length / batch;
        int epochs = schedule.epochs();
        for (int epoch = 0; epoch < epochs; epoch++) {
            SampleOrder.shuffle(order, random);
            double loss = 0;
            for (int step = 0; step < stepsPerEpoch; step++) {
                int[] chosen = Arrays.copyOfRange(order, step * batch, (step + 1) * batch);
                float share = (float) schedule.learningRate(epoch + (double) step / stepsPerEpoch);
                loss += network.step(
                        replay.read(chosen),
                        targets.of(chosen),
                        (float) tailParameters.learningRate() * share,
                        (float) headParameters.learningRate() * share,
                        (float) headParameters.weightDecay());
            }
            progress.epoch(epoch + 1, epochs, loss / stepsPerEpoch);
        }
    }
}
