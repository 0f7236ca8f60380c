package io.headwater.trainer.training;

import io.headwater.model.Head;
import io.headwater.trainer.internal.torch.SingleThread;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains heads on cached embeddings with DJL's PyTorch engine. The same samples in the same order and the same
 * hyper-parameters give the same weights on the same machine. One training at a time in a process, each on one thread:
 * PyTorch's gradient collector is one per process.
 */
public final class HeadTrainer {

    static {
        // DJL would otherwise look for newer libraries on the network, and report its use.
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    private static final int VALIDATION_SHARE = 10;

    /** Follows a training. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param epoch epochs done
         * @param loss mean training loss of the last, in nats
         */
        void epoch(int epoch, int epochs, double loss);

        /**
         * The same, for those that also look at the head as it is now.
         *
         * @param head may be asked during the call only
         */
        default void epoch(int epoch, int epochs, double loss, Snapshot head) {
            epoch(epoch, epochs, loss);
        }
    }

    /** A head in the middle of its training. To ask it changes nothing: no weight, no random number. */
    @FunctionalInterface
    public interface Snapshot {
        /** Probabilities {@code [embeddings.size()][classes]}, row-major. */
        float[] probabilities(List<float[]> embeddings);
    }

    private final HyperParameters parameters;

    public HeadTrainer(HyperParameters parameters) {
        this.parameters = parameters;
    }

    /** Trains from random weights. */
    public TrainedHead train(TrainingSet set) {
        return train(set, null, List.of(), (epoch, epochs, loss) -> {});
    }

    /**
     * Trains.
     *
     * @param start head to begin with, or null for random weights
     * @param startLabels labels of its outputs
     */
    public TrainedHead train(TrainingSet set, Head start, List<String> startLabels, Progress progress) {
        try (SingleThread one = new SingleThread()) {
            return trainHere(set, start, startLabels, progress);
        }
    }

    private TrainedHead trainHere(TrainingSet set, Head start, List<String> startLabels, Progress progress) {
        long began = System.nanoTime();
        Standardisation standardisation = Standardisation.of(set);
        Head first = HeadInitializer.random(set.embeddingSize(), parameters.hidden(), set.classes(), parameters.seed());
        if (start != null) {
            first = HeadInitializer.warm(first, set.labels(), standardisation.unfold(start), startLabels);
        }
        TrainingSchedule schedule = TrainingSchedule.of(parameters, set.size());
        int epochs = schedule.epochs();
        if (parameters.patience() > 0 && set.size() >= 2 * VALIDATION_SHARE) {
            epochs = bestEpochs(set, standardisation, first, schedule);
        }
        HeadNetwork network =
                fit(set, standardisation, first, SampleOrder.all(set.size()), epochs, schedule, progress, null);
        return new TrainedHead(network, standardisation, set.labels(), epochs, (System.nanoTime() - began) / 1_000_000);
    }

    /**
     * Finds how many epochs to train: fits nine tenths and watches the accuracy on the rest. The head itself is then trained
     * on everything for that long, at the same learning rates, since with few labels a tenth of them is too much to give away.
     */
    private int bestEpochs(TrainingSet set, Standardisation standardisation, Head first, TrainingSchedule schedule) {
        int[] order = SampleOrder.all(set.size());
        SampleOrder.shuffle(order, new Random(parameters.seed() ^ 0x5eedL));
        int validation = set.size() / VALIDATION_SHARE;
        EarlyStopping stopping = new EarlyStopping(set, Arrays.copyOf(order, validation), parameters.patience());
        int[] rest = Arrays.copyOfRange(order, validation, order.length);
        Arrays.sort(rest);
        fit(set, standardisation, first, rest, schedule.epochs(), schedule, (e, of, l) -> {}, stopping)
                .close();
        return Math.max(1, stopping.bestEpoch());
    }

    private HeadNetwork fit(
            TrainingSet set,
            Standardisation standardisation,
            Head first,
            int[] samples,
            int epochs,
            TrainingSchedule schedule,
            Progress progress,
            EarlyStopping stopping) {
        Random random = new Random(parameters.seed());
        ViewChoice views = new ViewChoice(set.viewsPerSample(), parameters.seed());
        SoftTargets targets = new SoftTargets(set, parameters);
        int[] order = samples.clone();
        int batch = Math.min(schedule.batch(), order.length);
        int stepsPerEpoch = order.length / batch;
        float weightDecay = (float) parameters.weightDecay();
        HeadNetwork network = new HeadNetwork(first, standardisation, (float) parameters.dropout(), parameters.seed());
        try {
            for (int epoch = 0; epoch < epochs; epoch++) {
                SampleOrder.shuffle(order, random);
                double loss = 0;
                for (int step = 0; step < stepsPerEpoch; step++) {
                    int[] chosen = Arrays.copyOfRange(order, step * batch, (step + 1) * batch);
                    double rate = schedule.learningRate(epoch + (double) step / stepsPerEpoch);
                    float[][] embeddings = set.embeddings(chosen, views.next(chosen.length));
                    loss += network.step(embeddings, targets.of(chosen), (float) rate, weightDecay);
                }
                progress.epoch(
                        epoch + 1,
                        epochs,
                        loss / stepsPerEpoch,
                        rows -> network.probabilities(rows.toArray(float[][]::new)));
                if (stopping != null && stopping.shouldStop(network, epoch + 1)) {
                    break;
                }
            }
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }
}
