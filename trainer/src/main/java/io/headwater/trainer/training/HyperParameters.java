package io.headwater.trainer.training;

/**
 * How a head is trained.
 *
 * @param hidden units of the hidden layer, 0 for a linear probe
 * @param dropout share of the hidden units (of the inputs, in a linear probe) that is left out of a step, 0 to 0.9
 * @param epochs passes over the training samples, at most
 * @param maxSteps training steps, at most: with many samples there are fewer epochs, at least one
 * @param batchSize samples of one step
 * @param learningRate of Adam, at the start; it falls to zero along a half cosine
 * @param weightDecay of Adam, decoupled from the gradient (AdamW)
 * @param labelSmoothing share of a target's probability that is spread over all labels, 0 to 0.5
 * @param classWeights how rare labels are weighted
 * @param patience epochs without a higher accuracy on the validation part before training stops; 0 trains all epochs
 * @param warmStart whether training begins with the champion's head
 * @param seed of every random choice
 */
public record HyperParameters(
        int hidden,
        double dropout,
        int epochs,
        int maxSteps,
        int batchSize,
        double learningRate,
        double weightDecay,
        double labelSmoothing,
        ClassWeights classWeights,
        int patience,
        boolean warmStart,
        long seed) {

    /** How rare labels are weighted. */
    public enum ClassWeights {
        /** Every sample counts the same. */
        NONE,
        /** Every label counts the same, up to a factor of ten for one sample. */
        BALANCED
    }
}
