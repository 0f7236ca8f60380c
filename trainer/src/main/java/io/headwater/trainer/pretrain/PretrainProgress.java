package io.headwater.trainer.pretrain;

/**
 * How far pre-training is.
 *
 * @param step steps done
 * @param steps steps in all
 * @param loss mean loss over the steps since the last report
 * @param categoryAccuracy share of pictures whose category was right, in the same steps
 * @param colourAccuracy share whose foreground colour was right
 * @param seconds since training began
 */
public record PretrainProgress(
        int step, int steps, double loss, double categoryAccuracy, double colourAccuracy, double seconds) {

    /** Receives progress on the training thread. */
    @FunctionalInterface
    public interface Listener {
        void progressed(PretrainProgress progress);
    }
}
