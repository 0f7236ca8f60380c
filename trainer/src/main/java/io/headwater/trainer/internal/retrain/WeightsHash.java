package io.headwater.trainer.internal.retrain;

import io.headwater.model.Head;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Compares heads by the bits of their weights. */
public final class WeightsHash {

    private WeightsHash() {}

    /** SHA-256 of hidden weights, hidden bias, output weights and output bias, as 32-bit little-endian floats. */
    public static String sha256(Head head) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (float[] values : weights(head)) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Largest difference of two corresponding weights; infinite for heads of different shapes. */
    public static double largestDifference(Head one, Head other) {
        double largest = 0;
        for (int i = 0; i < weights(one).size(); i++) {
            float[] left = weights(one).get(i);
            float[] right = weights(other).get(i);
            if (left.length != right.length) {
                return Double.POSITIVE_INFINITY;
            }
            for (int j = 0; j < left.length; j++) {
                largest = Math.max(largest, Math.abs((double) left[j] - right[j]));
            }
        }
        return largest;
    }

    private static List<float[]> weights(Head head) {
        return List.of(head.hiddenWeights(), head.hiddenBias(), head.outputWeights(), head.outputBias());
    }
}
