package io.headwater.cli.demo;

import java.util.SplittableRandom;

/** Flaws that are spots: dents, stains, holes, blisters. */
final class SpotFlaws {
    private static final int SIZE = Surface.SIZE;

    private final Surface surface;
    private final Severity severity;
    private final SplittableRandom random;
    private final double x;
    private final double y;

    SpotFlaws(Surface surface, Severity severity, SplittableRandom random) {
        this.surface = surface;
        this.severity = severity;
        this.random = random;
        x = random.nextDouble(0.25, 0.75) * SIZE;
        y = random.nextDouble(0.25, 0.75) * SIZE;
    }

    /** A smooth depression with a low rim; changes the relief only, so the light alone shows it. */
    void dent() {
        double radius = severity.size() * random.nextDouble(10, 24);
        double depth = radius * severity.contrast() * random.nextDouble(0.15, 0.32);
        double turn = random.nextDouble(Math.PI);
        double squeeze = random.nextDouble(1, 1.7);
        surface.spot(x, y, radius, 2.2, (pixel, dx, dy) -> {
            double along = dx * Math.cos(turn) + dy * Math.sin(turn);
            double across = squeeze * (dy * Math.cos(turn) - dx * Math.sin(turn));
            double r2 = along * along + across * across;
            surface.height[pixel] -= depth * (1 - 0.45 * r2) * Math.exp(-1.3 * r2);
        });
    }

    /** A dried liquid: an uneven outline, a tint, a darker edge; does not change the relief. */
    void stain() {
        double radius = severity.size() * random.nextDouble(11, 26);
        double strength = severity.contrast() * random.nextDouble(0.18, 0.5);
        double edge = random.nextDouble(0.6);
        double[] tint = {random.nextDouble(0.3, 1), random.nextDouble(0.3, 1), random.nextDouble(0.3, 1)};
        SurfaceNoise outline = new SurfaceNoise(random.nextInt());
        surface.spot(x, y, radius, 1.9, (pixel, dx, dy) -> {
            double r = Math.hypot(dx, dy) + 0.4 * outline.rough(1.3 * dx, 1.3 * dy);
            double inside = limit((1 - r) * 4);
            double rim = inside * Math.exp(-30 * (r - 0.85) * (r - 0.85));
            for (int c = 0; c < 3; c++) {
                double absorbed = strength * (inside * (1.25 - tint[c]) + edge * rim);
                surface.reflectance[c][pixel] *= 1 - limit(absorbed);
            }
        });
    }

    /** A punched or drilled hole: dark inside, the far wall lit, a raised burr around it. */
    void hole() {
        double radius = severity.size() * random.nextDouble(4, 11);
        double squeeze = random.nextDouble(1, 1.35);
        double floor = random.nextDouble(0.08, 0.3);
        double burr = random.nextDouble(0.3, 1.2);
        SurfaceNoise outline = new SurfaceNoise(random.nextInt());
        surface.spot(x, y, radius, 2, (pixel, dx, dy) -> {
            double r = Math.hypot(dx, squeeze * dy) + 0.12 * outline.at(1.5 * dx, 1.5 * dy);
            double inside = limit((1 - r) * radius * 0.8);
            surface.height[pixel] += burr * Math.exp(-22 * (r - 1.1) * (r - 1.1)) - 2 * inside;
            surface.darken(pixel, 1 - inside * (1 - floor));
        });
    }

    /** A cluster of small round bubbles under the coating. */
    void blister() {
        int bubbles = random.nextInt(12, 30);
        double spread = severity.size() * random.nextDouble(14, 28);
        double paler = severity.contrast() * random.nextDouble(0.06, 0.2);
        for (int i = 0; i < bubbles; i++) {
            double angle = random.nextDouble(2 * Math.PI);
            double away = spread * Math.sqrt(random.nextDouble());
            double radius = severity.size() * random.nextDouble(2.5, 6);
            double rise = radius * random.nextDouble(0.3, 0.6);
            surface.spot(x + away * Math.cos(angle), y + away * Math.sin(angle), radius, 1, (pixel, dx, dy) -> {
                double dome = Math.max(0, 1 - dx * dx - dy * dy);
                surface.height[pixel] += rise * Math.sqrt(dome) * Math.min(1, 3 * dome);
                surface.darken(pixel, 1 + paler * Math.min(1, 2 * dome));
            });
        }
    }

    private static double limit(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
