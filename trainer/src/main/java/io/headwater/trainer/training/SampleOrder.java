package io.headwater.trainer.training;

import java.util.Random;

/** The order that samples are trained in. */
public final class SampleOrder {

    private SampleOrder() {}

    /** 0 to n - 1. */
    public static int[] all(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return order;
    }

    /** Shuffles in place; R. Durstenfeld, "Algorithm 235" (1964). */
    public static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
