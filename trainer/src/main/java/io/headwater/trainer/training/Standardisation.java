package io.headwater.trainer.training;

import io.headwater.model.Head;

/**
 * Brings every component of the embeddings to mean 0 and variance 1, which lets one learning rate serve every backbone.
 * {@link #fold} puts it into the head's first layer, so that the exported head takes the embeddings as they are.
 *
 * @param mean {@code [d]}
 * @param scale {@code [d]}: 1 / standard deviation; 1 where a component never changes
 */
record Standardisation(float[] mean, float[] scale) {

    private static final double CONSTANT = 1e-6;

    static Standardisation of(TrainingSet set) {
        int d = set.embeddingSize();
        double[] sum = new double[d];
        for (float[] embedding : set.embeddings()) {
            for (int i = 0; i < d; i++) {
                sum[i] += embedding[i];
            }
        }
        double[] squares = new double[d];
        for (float[] embedding : set.embeddings()) {
            for (int i = 0; i < d; i++) {
                double centred = embedding[i] - sum[i] / set.size();
                squares[i] += centred * centred;
            }
        }
        float[] mean = new float[d];
        float[] scale = new float[d];
        for (int i = 0; i < d; i++) {
            double deviation = Math.sqrt(squares[i] / set.size());
            mean[i] = (float) (sum[i] / set.size());
            scale[i] = deviation < CONSTANT ? 1 : (float) (1 / deviation);
        }
        return new Standardisation(mean, scale);
    }

    /** Writes the standardised embedding to {@code target} from {@code offset}. */
    void apply(float[] embedding, float[] target, int offset) {
        for (int i = 0; i < mean.length; i++) {
            target[offset + i] = (embedding[i] - mean[i]) * scale[i];
        }
    }

    /** The head for raw embeddings that does what {@code head} does for standardised ones. */
    Head fold(Head head) {
        float[] weights = first(head).clone();
        float[] bias = firstBias(head).clone();
        for (int row = 0; row < bias.length; row++) {
            double shift = 0;
            for (int i = 0; i < mean.length; i++) {
                int at = row * mean.length + i;
                weights[at] *= scale[i];
                shift += (double) weights[at] * mean[i];
            }
            bias[row] -= (float) shift;
        }
        return withFirst(head, weights, bias);
    }

    /** The opposite of {@link #fold}. */
    Head unfold(Head head) {
        float[] weights = first(head).clone();
        float[] bias = firstBias(head).clone();
        for (int row = 0; row < bias.length; row++) {
            double shift = 0;
            for (int i = 0; i < mean.length; i++) {
                int at = row * mean.length + i;
                shift += (double) weights[at] * mean[i];
                weights[at] /= scale[i];
            }
            bias[row] += (float) shift;
        }
        return withFirst(head, weights, bias);
    }

    private static float[] first(Head head) {
        return head.hidden() == 0 ? head.outputWeights() : head.hiddenWeights();
    }

    private static float[] firstBias(Head head) {
        return head.hidden() == 0 ? head.outputBias() : head.hiddenBias();
    }

    private static Head withFirst(Head head, float[] weights, float[] bias) {
        return head.hidden() == 0
                ? Head.linear(head.embeddingSize(), head.classes(), weights, bias)
                : new Head(
                        head.embeddingSize(),
                        head.hidden(),
                        head.classes(),
                        weights,
                        bias,
                        head.outputWeights(),
                        head.outputBias());
    }
}
