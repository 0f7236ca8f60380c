package io.headwater.trainer.training;

/**
 * How a head's training goes on with a given number of samples.
 *
 * @param batch samples of one step
 * @param epochs passes over the samples
 * @param peakRate learning rate at the start; it falls to zero along a half cosine
 */
record TrainingSchedule(int batch, int epochs, double peakRate) {

    private static final int FEW = 8;

    /** More steps than this in an epoch are taken in larger batches. */
    private static final int MANY_STEPS = 40;

    private static final int LARGER = 4;

    /** Between the square root of {@link #LARGER}, which costs accuracy, and {@code LARGER} itself, which gains none. */
    private static final int FASTER = 3;

    /**
     * With few samples the batches are smaller: an epoch of one step would leave the head half trained. With many they are
     * larger, at a higher rate: on 2,000 and 6,000 generated surfaces that was as accurate as four times the steps.
     */
    static TrainingSchedule of(HyperParameters parameters, int samples) {
        boolean many = samples > MANY_STEPS * (long) parameters.batchSize();
        int most = many ? LARGER * parameters.batchSize() : parameters.batchSize();
        int batch = Math.max(1, Math.min(most, Math.max(FEW, samples / FEW)));
        int stepsPerEpoch = Math.max(1, samples / batch);
        int steps = many ? Math.max(1, parameters.maxSteps() / LARGER) : parameters.maxSteps();
        return new TrainingSchedule(
                Math.max(1, samples / stepsPerEpoch),
                Math.max(1, Math.min(parameters.epochs(), steps / stepsPerEpoch)),
                many ? FASTER * parameters.learningRate() : parameters.learningRate());
    }

    /** @param epochsDone with the part of the epoch that has begun */
    double learningRate(double epochsDone) {
        return peakRate * 0.5 * (1 + Math.cos(Math.PI * epochsDone / epochs));
    }
}
