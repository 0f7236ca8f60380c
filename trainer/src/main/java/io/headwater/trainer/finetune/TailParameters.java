package io.headwater.trainer.finetune;

/**
 * How a tail is trained; the head behind it by its own hyper-parameters.
 *
 * @param epochs passes over the training samples
 * @param batchSize samples of one step
 * @param learningRate of the tail at the start, well below the head's; it falls to zero along a half cosine
 */
public record TailParameters(int epochs, int batchSize, double learningRate) {

    public TailParameters {
        if (epochs < 1 || batchSize < 1 || !(learningRate > 0)) {
            throw new IllegalArgumentException("epochs, batchSize and learningRate must be positive, not " + epochs
                    + ", " + batchSize + " and " + learningRate);
        }
    }
}
