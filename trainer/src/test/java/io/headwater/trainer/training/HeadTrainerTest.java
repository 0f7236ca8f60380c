package io.headwater.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.model.Head;
import io.headwater.trainer.training.HyperParameters.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {

    private static final int SIZE = 24;

    /** Clouds around a centre each, with components of different scale and far from zero, as embeddings have. */
    private static TrainingSet clouds(int perLabel, int labels, double spread, long seed) {
        Random centres = new Random(5);
        double[][] centre = new double[labels][SIZE];
        for (double[] each : centre) {
            for (int i = 0; i < SIZE; i++) {
                each[i] = centres.nextGaussian();
            }
        }
        Random random = new Random(seed);
        List<float[]> embeddings = new ArrayList<>();
        int[] targets = new int[perLabel * labels];
        for (int n = 0; n < targets.length; n++) {
            targets[n] = n % labels;
            float[] embedding = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                double value = centre[targets[n]][i] + spread * random.nextGaussian();
                embedding[i] = (float) (value * (1 + i % 3) + 10 * i);
            }
            embeddings.add(embedding);
        }
        return new TrainingSet(
                embeddings,
                targets,
                java.util.stream.IntStream.range(0, labels)
                        .mapToObj(i -> "label-" + i)
                        .toList());
    }

    private static HyperParameters parameters(int hidden, int patience) {
        return new HyperParameters(
                hidden, 0.2, 30, 10_000, 32, 1e-2, 1e-3, 0, ClassWeights.BALANCED, patience, false, 11);
    }

    private static double accuracy(Head head, TrainingSet set) {
        int right = 0;
        for (int n = 0; n < set.size(); n++) {
            float[] probabilities = head.probabilities(set.embeddings().get(n));
            int best = 0;
            for (int k = 1; k < probabilities.length; k++) {
                best = probabilities[k] > probabilities[best] ? k : best;
            }
            right += best == set.targets()[n] ? 1 : 0;
        }
        return (double) right / set.size();
    }

    @Test
    void learnsWhatCanBeTold() {
        for (int hidden : new int[] {0, 16}) {
            for (int patience : new int[] {0, 5}) {
                try (TrainedHead trained = new HeadTrainer(parameters(hidden, patience)).train(clouds(40, 4, 0.5, 1))) {
                    assertThat(accuracy(trained.head(), clouds(100, 4, 0.5, 2)))
                            .as("hidden %d, patience %d", hidden, patience)
                            .isGreaterThan(0.97);
                }
            }
        }
    }

    @Test
    void learnsFromAHandfulOfSamples() {
        try (TrainedHead trained = new HeadTrainer(parameters(16, 0)).train(clouds(3, 2, 0.3, 1))) {
            assertThat(accuracy(trained.head(), clouds(100, 2, 0.3, 2))).isGreaterThan(0.9);
        }
    }

    @Test
    void theSameSamplesGiveTheSameWeightsOnWhateverThread() throws InterruptedException {
        Head[] heads = new Head[2];
        for (int i = 0; i < 2; i++) {
            int run = i;
            Thread thread = new Thread(() -> {
                try (TrainedHead trained = new HeadTrainer(parameters(16, 5)).train(clouds(40, 3, 1, 1))) {
                    heads[run] = trained.head();
                }
            });
            thread.start();
            thread.join();
        }
        assertThat(heads[1].hiddenWeights()).isEqualTo(heads[0].hiddenWeights());
        assertThat(heads[1].hiddenBias()).isEqualTo(heads[0].hiddenBias());
        assertThat(heads[1].outputWeights()).isEqualTo(heads[0].outputWeights());
        assertThat(heads[1].outputBias()).isEqualTo(heads[0].outputBias());
    }

    @Test
    void theHeadForRawEmbeddingsSaysWhatTheNetworkSays() {
        TrainingSet set = clouds(20, 3, 1, 1);
        for (int hidden : new int[] {0, 16}) {
            try (TrainedHead trained = new HeadTrainer(parameters(hidden, 0)).train(set)) {
                for (float[] embedding : set.embeddings()) {
                    float[] network = trained.probabilities(embedding);
                    float[] head = trained.head().probabilities(embedding);
                    for (int k = 0; k < network.length; k++) {
                        assertThat(head[k]).isEqualTo(network[k], within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void unfoldingUndoesFolding() {
        TrainingSet set = clouds(20, 3, 1, 1);
        Standardisation standardisation = Standardisation.of(set);
        Head head = HeadInitializer.random(SIZE, 8, 3, 1);
        Head back = standardisation.unfold(standardisation.fold(head));
        for (int i = 0; i < head.hiddenWeights().length; i++) {
            assertThat(back.hiddenWeights()[i]).isEqualTo(head.hiddenWeights()[i], within(1e-5f));
        }
        for (int i = 0; i < head.hiddenBias().length; i++) {
            assertThat(back.hiddenBias()[i]).isEqualTo(head.hiddenBias()[i], within(1e-3f));
        }
    }

    @Test
    void aWarmStartKeepsWhatIsKnownAndGrowsByNewLabels() {
        Head trained = HeadInitializer.random(SIZE, 8, 2, 1);
        Head fresh = HeadInitializer.random(SIZE, 8, 3, 2);

        Head warm = HeadInitializer.warm(fresh, List.of("a", "b", "c"), trained, List.of("a", "c"));

        assertThat(warm.hiddenWeights()).isEqualTo(trained.hiddenWeights());
        assertThat(row(warm, 0)).isEqualTo(row(trained, 0));
        assertThat(row(warm, 1)).isEqualTo(row(fresh, 1));
        assertThat(row(warm, 2)).isEqualTo(row(trained, 1));
    }

    @Test
    void aWarmStartSavesEpochs() {
        TrainingSet set = clouds(40, 3, 0.5, 1);
        HyperParameters oneEpoch = new HyperParameters(16, 0, 1, 100, 32, 1e-4, 0, 0, ClassWeights.NONE, 0, true, 11);
        try (TrainedHead champion = new HeadTrainer(parameters(16, 0)).train(set);
                TrainedHead cold = new HeadTrainer(oneEpoch).train(set);
                TrainedHead warm = new HeadTrainer(oneEpoch)
                        .train(set, champion.head(), champion.labels(), (epoch, epochs, loss) -> {})) {
            assertThat(accuracy(warm.head(), set)).isGreaterThan(0.97);
            assertThat(accuracy(cold.head(), set)).isLessThan(accuracy(warm.head(), set));
        }
    }

    @Test
    void lookingAtTheHeadWhileItIsTrainedChangesNothing() {
        TrainingSet set = clouds(40, 3, 0.5, 1);
        List<Integer> sizes = new ArrayList<>();
        HeadTrainer.Progress looks = new HeadTrainer.Progress() {
            @Override
            public void epoch(int epoch, int epochs, double loss) {
                throw new AssertionError("The other one is called");
            }

            @Override
            public void epoch(int epoch, int epochs, double loss, HeadTrainer.Snapshot head) {
                sizes.add(head.probabilities(set.embeddings()).length);
            }
        };
        try (TrainedHead unseen = new HeadTrainer(parameters(16, 0)).train(set);
                TrainedHead seen = new HeadTrainer(parameters(16, 0)).train(set, null, List.of(), looks)) {
            assertThat(sizes).hasSize(30).containsOnly(set.size() * 3);
            assertThat(seen.head().hiddenWeights()).isEqualTo(unseen.head().hiddenWeights());
            assertThat(seen.head().outputWeights()).isEqualTo(unseen.head().outputWeights());
        }
    }

    @Test
    void balancedWeightsHelpARareLabel() {
        TrainingSet many = clouds(150, 2, 2.5, 1);
        List<float[]> embeddings = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        int rare = 0;
        for (int n = 0; n < many.size(); n++) {
            if (many.targets()[n] == 0 || rare++ < 8) {
                embeddings.add(many.embeddings().get(n));
                targets.add(many.targets()[n]);
            }
        }
        TrainingSet skewed = new TrainingSet(
                embeddings, targets.stream().mapToInt(Integer::intValue).toArray(), many.labels());

        assertThat(rareRecall(skewed, ClassWeights.BALANCED)).isGreaterThan(rareRecall(skewed, ClassWeights.NONE));
    }

    private static double rareRecall(TrainingSet skewed, ClassWeights weights) {
        HyperParameters linear = new HyperParameters(0, 0, 40, 10_000, 16, 1e-2, 1e-2, 0, weights, 0, false, 11);
        TrainingSet test = clouds(200, 2, 2.5, 9);
        try (TrainedHead trained = new HeadTrainer(linear).train(skewed)) {
            int found = 0;
            int support = 0;
            for (int n = 0; n < test.size(); n++) {
                if (test.targets()[n] == 1) {
                    support++;
                    float[] probabilities =
                            trained.head().probabilities(test.embeddings().get(n));
                    found += probabilities[1] > probabilities[0] ? 1 : 0;
                }
            }
            return (double) found / support;
        }
    }

    private static float[] row(Head head, int label) {
        return java.util.Arrays.copyOfRange(head.outputWeights(), label * head.hidden(), (label + 1) * head.hidden());
    }
}
