package io.headwater.trainer.pretrain;

import java.util.SplittableRandom;

/**
 * Where the camera stands: maps pixels to the pattern plane by rotation, scale, tilt (perspective) and a gentle warp.
 */
final class Viewpoint {
    private final float cos;
    private final float sin;
    private final float periods;
    private final float tiltX;
    private final float tiltY;
    private final float warp;
    private final float warpTurns;
    private final float shiftX;
    private final float shiftY;

    private Viewpoint(SplittableRandom random, double minPeriods, double maxPeriods, double maxWarp) {
        double angle = random.nextDouble(2 * Math.PI);
        cos = (float) Math.cos(angle);
        sin = (float) Math.sin(angle);
        periods = (float) Math.exp(random.nextDouble(Math.log(minPeriods), Math.log(maxPeriods)));
        boolean tilted = random.nextDouble() < 0.4;
        tiltX = tilted ? (float) random.nextDouble(-0.7, 0.7) : 0;
        tiltY = tilted ? (float) random.nextDouble(-0.7, 0.7) : 0;
        warp = (float) random.nextDouble(maxWarp);
        warpTurns = (float) random.nextDouble(0.5, 1.5);
        shiftX = (float) random.nextDouble(100);
        shiftY = (float) random.nextDouble(100);
    }

    /** A viewpoint from which {@code minPeriods..maxPeriods} periods (log-uniform) span the picture. */
    static Viewpoint random(SplittableRandom random, double minPeriods, double maxPeriods, double maxWarp) {
        return new Viewpoint(random, minPeriods, maxPeriods, maxWarp);
    }

    void paint(Field field, Raster raster) {
        int size = Raster.SIZE;
        for (int row = 0; row < size; row++) {
            float py = row / (float) size - 0.5f;
            for (int column = 0; column < size; column++) {
                float px = column / (float) size - 0.5f;
                float depth = 1 / (1 + tiltX * px + tiltY * py);
                float x = px * depth;
                float y = py * depth;
                float bentX = x + warp * Waves.sine(y * warpTurns + shiftX);
                float bentY = y + warp * Waves.sine(x * warpTurns + shiftY);
                float u = (bentX * cos + bentY * sin) * periods + shiftX;
                float v = (bentY * cos - bentX * sin) * periods + shiftY;
                raster.values[row * size + column] = Waves.clamp(field.at(u, v));
            }
        }
    }
}
