package io.headwater.trainer.pretrain;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One square plane of intensities, 0..1, row by row. */
final class Raster {
    static final int SIZE = 96;
    static final int PIXELS = SIZE * SIZE;

    final float[] values = new float[PIXELS];

    void fill(float value) {
        Arrays.fill(values, value);
    }

    void copyFrom(Raster other) {
        System.arraycopy(other.values, 0, values, 0, PIXELS);
    }

    void copyFrom(BufferedImage grey) {
        byte[] bytes = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < PIXELS; i++) {
            values[i] = (bytes[i] & 255) / 255f;
        }
    }

    void scale(float factor) {
        for (int i = 0; i < PIXELS; i++) {
            values[i] *= factor;
        }
    }

    /** A linear ramp in a random direction. */
    void ramp(SplittableRandom random) {
        float acrossX = (float) random.nextDouble(-1, 1);
        float acrossY = (float) random.nextDouble(-1, 1);
        for (int i = 0; i < PIXELS; i++) {
            float x = (i % SIZE) / (float) SIZE - 0.5f;
            float y = (i / SIZE) / (float) SIZE - 0.5f;
            values[i] = Waves.clamp(0.5f + acrossX * x + acrossY * y);
        }
    }

    /** Binomial 3×3 blur, edges repeated. */
    void blur(float[] scratch) {
        for (int row = 0; row < SIZE; row++) {
            int start = row * SIZE;
            for (int x = 0; x < SIZE; x++) {
                float left = values[start + Math.max(0, x - 1)];
                float right = values[start + Math.min(SIZE - 1, x + 1)];
                scratch[start + x] = 0.25f * left + 0.5f * values[start + x] + 0.25f * right;
            }
        }
        for (int row = 0; row < SIZE; row++) {
            int above = Math.max(0, row - 1) * SIZE;
            int below = Math.min(SIZE - 1, row + 1) * SIZE;
            for (int x = 0; x < SIZE; x++) {
                values[row * SIZE + x] =
                        0.25f * scratch[above + x] + 0.5f * scratch[row * SIZE + x] + 0.25f * scratch[below + x];
            }
        }
    }
}
