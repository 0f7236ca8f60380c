package io.headwater.cli.demo;

import java.util.SplittableRandom;

/** Where the camera hangs over the product: which point of the material each pixel sees. */
final class Camera {
    private final double turn;
    private final double scale;
    private final double tiltX;
    private final double tiltY;
    private final double fromX;
    private final double fromY;

    Camera(SplittableRandom random) {
        turn = random.nextDouble(2 * Math.PI);
        scale = random.nextDouble(0.8, 1.3);
        tiltX = random.nextDouble(-0.25, 0.25);
        tiltY = random.nextDouble(-0.25, 0.25);
        fromX = random.nextDouble(1000);
        fromY = random.nextDouble(1000);
    }

    /** A point of the material in picture widths at a scale of one. */
    record Point(double u, double v) {}

    Point at(int pixelX, int pixelY) {
        double x = pixelX / (double) Surface.SIZE - 0.5;
        double y = pixelY / (double) Surface.SIZE - 0.5;
        double zoom = scale / (1 + tiltX * x + tiltY * y);
        double u = zoom * (x * Math.cos(turn) + y * Math.sin(turn));
        double v = zoom * (y * Math.cos(turn) - x * Math.sin(turn));
        return new Point(u + fromX, v + fromY);
    }
}
