package io.headwater.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.model.Head;
import org.junit.jupiter.api.Test;

class HeadNetworkTest {

    private static final double RATE = 0.1;
    private static final double DECAY = 0.5;
    private static final Standardisation STANDARDISED = new Standardisation(new float[] {3, 1}, 0.5f);
    private static final float[][] RAW = {{5, -3}};
    /** What standardising makes of it. */
    private static final double[] INPUT = {1, -2};

    /**
     * Three steps of softmax regression on one sample, by the formulas of AdamW's paper in plain Java. A gradient that
     * is left over from the step before shows here: PyTorch adds them up.
     */
    @Test
    void everyStepIsOneOfAdamW() {
        double[] weights = {0.3, -0.1, 0.2, 0.4};
        double[] bias = new double[2];
        double[][] moments = new double[2][6];
        try (HeadNetwork network = new HeadNetwork(
                Head.linear(2, 2, new float[] {0.3f, -0.1f, 0.2f, 0.4f}, new float[2]), STANDARDISED, 0, 1)) {
            for (int step = 1; step <= 3; step++) {
                network.step(RAW, new float[] {0, 1}, (float) RATE, (float) DECAY);
                step(step, weights, bias, moments);
            }
            Head head = network.head();
            for (int i = 0; i < 4; i++) {
                assertThat((double) head.outputWeights()[i]).isCloseTo(weights[i], within(1e-5));
            }
            assertThat((double) head.outputBias()[1]).isCloseTo(bias[1], within(1e-5));
        }
    }

    private static void step(int number, double[] weights, double[] bias, double[][] moments) {
        double first = Math.exp(weights[0] * INPUT[0] + weights[1] * INPUT[1] + bias[0]);
        double second = Math.exp(weights[2] * INPUT[0] + weights[3] * INPUT[1] + bias[1]);
        double error = first / (first + second);
        double[] gradients = {error * INPUT[0], error * INPUT[1], -error * INPUT[0], -error * INPUT[1], error, -error};
        for (int i = 0; i < 6; i++) {
            moments[0][i] = 0.9 * moments[0][i] + 0.1 * gradients[i];
            moments[1][i] = 0.999 * moments[1][i] + 0.001 * gradients[i] * gradients[i];
            double mean = moments[0][i] / (1 - Math.pow(0.9, number));
            double variance = moments[1][i] / (1 - Math.pow(0.999, number));
            double change = RATE * mean / (Math.sqrt(variance) + 1e-8);
            if (i < 4) {
                weights[i] -= change + RATE * DECAY * weights[i];
            } else {
                bias[i - 4] -= change;
            }
        }
    }
}
