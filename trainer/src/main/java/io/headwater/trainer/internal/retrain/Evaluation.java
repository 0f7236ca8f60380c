package io.headwater.trainer.internal.retrain;

import io.headwater.model.Head;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.gate.Predictions;
import java.util.ArrayList;
import java.util.List;

/** Measures a model on the hold-out. */
final class Evaluation {

    private static final double SMALLEST_PROBABILITY = 1e-7;

    private Evaluation() {}

    /** By a head, from the cached embeddings. */
    static Predictions of(Head head, List<String> labels, List<Sample> holdout) {
        return of(head.probabilities(holdout.stream().map(Sample::embedding).toList()), labels, holdout);
    }

    /**
     * By what a model said.
     *
     * @param probabilities {@code [labels]} for each sample; null where there is nothing to say, which is an error
     */
    static Predictions of(List<float[]> probabilities, List<String> labels, List<Sample> holdout) {
        List<String> truth = new ArrayList<>();
        List<String> predicted = new ArrayList<>();
        double[] losses = new double[holdout.size()];
        for (int i = 0; i < losses.length; i++) {
            Sample sample = holdout.get(i);
            float[] scores = probabilities.get(i);
            truth.add(sample.label());
            predicted.add(scores == null ? "" : labels.get(largest(scores)));
            int right = scores == null ? -1 : labels.indexOf(sample.label());
            double probability = right < 0 ? 0 : scores[right];
            losses[i] = -Math.log(Math.max(probability, SMALLEST_PROBABILITY));
        }
        return new Predictions(truth, predicted, losses);
    }

    private static int largest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }
}
