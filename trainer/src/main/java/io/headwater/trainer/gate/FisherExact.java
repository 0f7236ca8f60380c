package io.headwater.trainer.gate;

/**
 * Fisher's exact test for two groups of samples: whether the second has fewer right ones than chance explains, given how
 * many are right in both together. Source: R. A. Fisher, "The Logic of Inductive Inference", Journal of the Royal
 * Statistical Society 98 (1935).
 *
 * @param right right ones of the first group
 * @param size samples of the first group
 * @param otherRight right ones of the second group
 * @param otherSize samples of the second group
 */
record FisherExact(int right, int size, int otherRight, int otherSize) {

    FisherExact {
        if (right < 0 || right > size || otherRight < 0 || otherRight > otherSize) {
            throw new IllegalArgumentException(
                    "Not counts: " + right + " of " + size + ", " + otherRight + " of " + otherSize);
        }
    }

    /** Probability that the second group has at most so many right ones if both are alike. */
    double secondIsWorse() {
        int all = right + otherRight;
        double sum = 0;
        for (int k = Math.max(0, all - size); k <= otherRight; k++) {
            sum += Math.exp(logChoose(size, all - k) + logChoose(otherSize, k) - logChoose(size + otherSize, all));
        }
        return Math.min(1, sum);
    }

    private static double logChoose(int n, int k) {
        double log = 0;
        for (int i = 1; i <= k; i++) {
            log += Math.log(n - k + i) - Math.log(i);
        }
        return log;
    }
}
