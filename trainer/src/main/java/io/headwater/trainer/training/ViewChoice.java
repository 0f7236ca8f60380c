package io.headwater.trainer.training;

import java.util.Arrays;
import java.util.Random;

/**
 * Which view stands for a sample in a step: the sample itself or one of its k views, all equally likely. An epoch thus
 * stays as long as without views, and every sample keeps its weight.
 */
final class ViewChoice {

    private final int views;
    private final Random random;

    /** @param views k; 0 always chooses the sample itself */
    ViewChoice(int views, long seed) {
        this.views = views;
        this.random = new Random(~seed);
    }

    /** For each of the samples of a step its view's index, or -1 for the sample itself. */
    int[] next(int samples) {
        int[] chosen = new int[samples];
        if (views == 0) {
            Arrays.fill(chosen, -1);
        } else {
            Arrays.setAll(chosen, i -> random.nextInt(views + 1) - 1);
        }
        return chosen;
    }
}
