package io.headwater.trainer.pretrain;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * An iterated function system: a few contracting affine maps whose random iteration (the "chaos game", M. Barnsley,
 * "Fractals Everywhere", 1988) draws a fractal. Coordinates come out scaled to -1..1.
 */
final class Attractor {
    private static final int PROBE_POINTS = 3000;
    private static final int PROBE_CELLS = 32;
    private static final int SETTLING = 20;

    /** Receives the points of the orbit; {@code progress} runs from 0 to 1. */
    @FunctionalInterface
    interface Visitor {
        void point(double x, double y, float progress);
    }

    private final double[][] maps;
    private double left = Double.MAX_VALUE;
    private double right = -Double.MAX_VALUE;
    private double top = Double.MAX_VALUE;
    private double bottom = -Double.MAX_VALUE;

    private Attractor(double[][] maps) {
        this.maps = maps;
    }

    /** Draws systems until one fills a good part of its square, neither a few dots nor a blot. */
    static Attractor random(SplittableRandom random) {
        while (true) {
            double[][] maps = new double[random.nextInt(2, 5)][];
            for (int i = 0; i < maps.length; i++) {
                maps[i] = contraction(random);
            }
            Attractor attractor = new Attractor(maps);
            int filled = attractor.measure(random);
            if (filled > 200 && filled < 750) {
                return attractor;
            }
        }
    }

    void iterate(int points, SplittableRandom random, Visitor visitor) {
        orbit(
                points,
                random,
                (x, y, progress) -> visitor.point(
                        2 * (x - left) / (right - left) - 1, 2 * (y - top) / (bottom - top) - 1, progress));
    }

    /** Rotation, two unequal scalings, rotation: a contraction for any draw. */
    private static double[] contraction(SplittableRandom random) {
        double first = random.nextDouble(2 * Math.PI);
        double second = random.nextDouble(2 * Math.PI);
        double large = random.nextDouble(0.35, 0.85);
        double small = random.nextDouble(0.2, 0.8);
        double cos1 = Math.cos(first);
        double sin1 = Math.sin(first);
        double cos2 = Math.cos(second);
        double sin2 = Math.sin(second);
        return new double[] {
            cos1 * large * cos2 - sin1 * small * sin2,
            -cos1 * large * sin2 - sin1 * small * cos2,
            sin1 * large * cos2 + cos1 * small * sin2,
            -sin1 * large * sin2 + cos1 * small * cos2,
            random.nextDouble(-1, 1),
            random.nextDouble(-1, 1)
        };
    }

    private int measure(SplittableRandom random) {
        long seed = random.nextLong(); // the same orbit twice: first its bounds, then the cells it visits
        orbit(PROBE_POINTS, new SplittableRandom(seed), (x, y, progress) -> {
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        });
        BitSet cells = new BitSet();
        iterate(
                PROBE_POINTS,
                new SplittableRandom(seed),
                (x, y, progress) -> cells.set(cell(x) * PROBE_CELLS + cell(y)));
        return cells.cardinality();
    }

    private static int cell(double coordinate) {
        return (int) ((coordinate + 1) / 2 * (PROBE_CELLS - 1));
    }

    private void orbit(int points, SplittableRandom random, Visitor visitor) {
        double x = 0;
        double y = 0;
        for (int i = -SETTLING; i < points; i++) {
            double[] map = maps[random.nextInt(maps.length)];
            double nextX = map[0] * x + map[1] * y + map[4];
            y = map[2] * x + map[3] * y + map[5];
            x = nextX;
            if (i >= 0) {
                visitor.point(x, y, i / (float) points);
            }
        }
    }
}
