package io.headwater.trainer.pretrain;

/** Value noise on the plane: a hash at the lattice points, smoothly interpolated. Values are in 0..1. */
final class Noise {
    private Noise() {}

    static float hash(int x, int y, int seed) {
        int h = seed * 0x27d4eb2f + x * 0x165667b1 + y * 0x9e3779b1;
        h = (h ^ (h >>> 15)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return ((h ^ (h >>> 16)) & 0xffff) / 65535f;
    }

    static float value(float x, float y, int seed) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        float dx = smooth(x - column);
        float dy = smooth(y - row);
        float top = mix(hash(column, row, seed), hash(column + 1, row, seed), dx);
        float bottom = mix(hash(column, row + 1, seed), hash(column + 1, row + 1, seed), dx);
        return mix(top, bottom, dy);
    }

    /** Octaves of value noise, each of twice the frequency and {@code gain} times the weight of the one before. */
    static float octaves(float x, float y, int seed, int octaves, float gain) {
        float sum = 0;
        float weight = 1;
        float total = 0;
        for (int i = 0; i < octaves; i++) {
            sum += weight * value(x, y, seed + i);
            total += weight;
            weight *= gain;
            x = 2 * x + 17.3f; // the shift keeps the lattices of the octaves from lining up
            y = 2 * y + 5.9f;
        }
        return sum / total;
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }

    private static float mix(float a, float b, float t) {
        return a + (b - a) * t;
    }
}
