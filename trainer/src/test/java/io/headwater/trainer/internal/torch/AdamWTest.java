package io.headwater.trainer.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private static final int ROWS = 3;
    private static final int COLUMNS = 1_500;
    private static final int SIZE = ROWS * COLUMNS;
    private static final double RATE = 0.01;
    private static final double DECAY = 0.3;

    /** More values than are worked on at once, with a gradient of their own each, by the paper's formulas in plain Java. */
    @Test
    void everyValueFollowsItsOwnGradient() {
        Random random = new Random(5);
        double[] weights = random.doubles(SIZE, -1, 1).toArray();
        double[] mean = new double[SIZE];
        double[] square = new double[SIZE];
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray parameter = manager.create(floats(weights), new Shape(ROWS, COLUMNS));
            AdamW optimiser = new AdamW(parameter);
            for (int number = 1; number <= 3; number++) {
                double[] gradient = random.doubles(SIZE, -2, 2).toArray();
                try (NDManager step = manager.newSubManager()) {
                    backward(step, parameter, gradient);
                    optimiser.update(step, (float) RATE, (float) DECAY);
                }
                move(number, weights, gradient, mean, square);
            }
            float[] moved = parameter.toFloatArray();
            for (int i = 0; i < SIZE; i++) {
                assertThat((double) moved[i]).isCloseTo(weights[i], within(1e-5));
            }
        }
    }

    /** The gradient of a sum of products is the other factor. */
    private static void backward(NDManager step, NDArray parameter, double[] gradient) {
        step.tempAttachAll(parameter);
        NDArray factors = step.create(floats(gradient), parameter.getShape());
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(parameter.mul(factors).sum());
        }
    }

    private static void move(int number, double[] weights, double[] gradient, double[] mean, double[] square) {
        for (int i = 0; i < SIZE; i++) {
            mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
            square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
            double first = mean[i] / (1 - Math.pow(0.9, number));
            double second = square[i] / (1 - Math.pow(0.999, number));
            weights[i] -= RATE * first / (Math.sqrt(second) + 1e-8) + RATE * DECAY * weights[i];
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
