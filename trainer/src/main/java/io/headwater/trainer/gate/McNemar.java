package io.headwater.trainer.gate;

import java.util.function.IntPredicate;

/**
 * McNemar's exact test for two classifiers on the same samples: whether, among the samples that only one of them got
 * right, the split is further from even than chance explains (binomial with p = 1/2). Source: Q. McNemar, "Note on the
 * sampling error of the difference between correlated proportions", Psychometrika 12 (1947); exact form as in
 * A. Agresti, "Categorical Data Analysis".
 *
 * @param onlyFirst samples that only the first classifier got right
 * @param onlySecond samples that only the second classifier got right
 */
public record McNemar(int onlyFirst, int onlySecond) {

    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException("Counts cannot be negative: " + onlyFirst + ", " + onlySecond);
        }
    }

    /** Counts the samples among the chosen ones that only one of two models got right. */
    static McNemar of(Predictions first, Predictions second, IntPredicate chosen) {
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.size(); i++) {
            if (chosen.test(i)) {
                onlyFirst += first.right(i) && !second.right(i) ? 1 : 0;
                onlySecond += second.right(i) && !first.right(i) ? 1 : 0;
            }
        }
        return new McNemar(onlyFirst, onlySecond);
    }

    /** Probability of a split at least as uneven, either way, if both are equally good. */
    public double twoSided() {
        return Math.min(1, 2 * upperTail(Math.max(onlyFirst, onlySecond)));
    }

    /** Probability of the first being ahead by at least this much if both are equally good. */
    public double firstIsBetter() {
        return upperTail(onlyFirst);
    }

    /** P(X >= k) for X binomial over all disagreements with p = 1/2. */
    private double upperTail(int k) {
        int n = onlyFirst + onlySecond;
        // In logarithms: 2^-n underflows beyond a thousand disagreements.
        double logTerm = -n * Math.log(2);
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            if (i >= k) {
                sum += Math.exp(logTerm);
            }
            logTerm += Math.log(n - i) - Math.log(i + 1);
        }
        return Math.min(1, sum);
    }
}
