package io.headwater.cli.demo;

/** Gradient noise (K. Perlin, "Improving Noise", 2002), about -1..1, whose gradients depend on a seed. */
final class SurfaceNoise {
    private final int seed;

    SurfaceNoise(int seed) {
        this.seed = seed;
    }

    double at(double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double dx = x - column;
        double dy = y - row;
        double fadeX = fade(dx);
        double top = lerp(slope(column, row, dx, dy), slope(column + 1, row, dx - 1, dy), fadeX);
        double bottom = lerp(slope(column, row + 1, dx, dy - 1), slope(column + 1, row + 1, dx - 1, dy - 1), fadeX);
        return 1.5 * lerp(top, bottom, fade(dy));
    }

    /** Three octaves, about -1..1. */
    double rough(double x, double y) {
        return (at(x, y) + 0.5 * at(2.1 * x + 31, 2.1 * y) + 0.25 * at(4.3 * x, 4.3 * y + 57)) / 1.5;
    }

    private double slope(int column, int row, double dx, double dy) {
        long bits = (column * 0x9E3779B97F4A7C15L) ^ (row * 0xC2B2AE3D27D4EB4FL) ^ (seed * 0x165667B19E3779F9L);
        bits = (bits ^ (bits >>> 29)) * 0xBF58476D1CE4E5B9L;
        return switch ((int) (bits >>> 61)) {
            case 0 -> dx + dy;
            case 1 -> dx - dy;
            case 2 -> dy - dx;
            case 3 -> -dx - dy;
            case 4 -> 1.4 * dx;
            case 5 -> -1.4 * dx;
            case 6 -> 1.4 * dy;
            default -> -1.4 * dy;
        };
    }

    private static double fade(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }

    private static double lerp(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
