package io.headwater.trainer.pretrain;

import java.nio.file.Path;
import java.util.List;

/**
 * What to pre-train, for how long, and where to.
 *
 * @param name the backbone's name; {@code NAME.onnx} and {@code NAME.properties} are written
 * @param directory where to; created when absent
 * @param steps optimizer steps; 0 writes the network with its random weights
 * @param maxSeconds an upper bound on the training time; a run that hits it is not repeatable
 * @param batchSize pictures in a step
 * @param learningRate the highest learning rate, after warm-up
 * @param widths channels of the stem and of each stage, at least three numbers
 * @param seed of the pictures, of the weights and of the order
 */
public record PretrainOptions(
        String name,
        Path directory,
        int steps,
        int maxSeconds,
        int batchSize,
        float learningRate,
        List<Integer> widths,
        long seed) {
    /** The settings of the backbone that the project ships. */
    public static PretrainOptions defaults(Path directory) {
        return new PretrainOptions(
                "headwater-tiny", directory, 6000, Integer.MAX_VALUE, 32, 0.004f, List.of(16, 32, 64, 128), 7);
    }

    public PretrainOptions {
        widths = List.copyOf(widths);
        if (steps < 0 || maxSeconds < 1 || batchSize < 2) {
            throw new IllegalArgumentException(
                    "steps must be 0 or more, seconds at least 1 and the batch at least 2, but they are " + steps + ", "
                            + maxSeconds + " and " + batchSize);
        }
        if (widths.size() < 3 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("widths must be at least three positive numbers, but are " + widths);
        }
    }

    /** Another name, and so other file names. */
    public PretrainOptions withName(String newName) {
        return new PretrainOptions(newName, directory, steps, maxSeconds, batchSize, learningRate, widths, seed);
    }

    public PretrainOptions withSeed(long newSeed) {
        return new PretrainOptions(name, directory, steps, maxSeconds, batchSize, learningRate, widths, newSeed);
    }

    /** A shorter or longer training; the learning rate's course is stretched to it. */
    public PretrainOptions withBudget(int newSteps, int newMaxSeconds) {
        return new PretrainOptions(name, directory, newSteps, newMaxSeconds, batchSize, learningRate, widths, seed);
    }

    /** A smaller or larger network, and how many pictures it sees in a step. */
    public PretrainOptions withNetwork(List<Integer> newWidths, int newBatchSize) {
        return new PretrainOptions(name, directory, steps, maxSeconds, newBatchSize, learningRate, newWidths, seed);
    }
}
