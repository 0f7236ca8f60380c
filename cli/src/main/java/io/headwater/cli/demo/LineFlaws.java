package io.headwater.cli.demo;

import java.util.SplittableRandom;

/** Flaws that are lines: scratches, nearly straight and even, and cracks, jagged and branching. */
final class LineFlaws {
    private static final int SIZE = Surface.SIZE;

    private final Surface surface;
    private final Severity severity;
    private final SplittableRandom random;
    private final double[] mask = new double[SIZE * SIZE];

    LineFlaws(Surface surface, Severity severity, SplittableRandom random) {
        this.surface = surface;
        this.severity = severity;
        this.random = random;
    }

    /** One to four grooves in about the same direction; the bare material is brighter, the dirt in it darker. */
    void scratch() {
        double heading = random.nextDouble(2 * Math.PI);
        double x = random.nextDouble(0.3, 0.7) * SIZE;
        double y = random.nextDouble(0.3, 0.7) * SIZE;
        int grooves = random.nextDouble() < 0.45 ? 1 : random.nextInt(2, 5);
        for (int i = 0; i < grooves; i++) {
            groove(
                    x + random.nextDouble(-9, 9),
                    y + random.nextDouble(-9, 9),
                    heading + random.nextDouble(-0.12, 0.12));
        }
        double contrast = severity.contrast() * random.nextDouble(0.2, 0.5);
        double change = random.nextDouble() < 0.75 ? contrast : -contrast;
        double depth = severity.contrast() * random.nextDouble(0.4, 1.2);
        Surface.apply(mask, (pixel, amount) -> {
            surface.height[pixel] -= depth * amount;
            surface.darken(pixel, 1 + change * amount);
        });
    }

    private void groove(double x, double y, double heading) {
        double length = severity.size() * random.nextDouble(34, 80);
        double bend = random.nextDouble(-0.004, 0.004);
        double width = severity.size() * random.nextDouble(1.1, 2.1);
        double angle = heading - bend * length / 2;
        double fromX = x - length / 2 * Math.cos(heading);
        double fromY = y - length / 2 * Math.sin(heading);
        for (double done = 0; done < length; done += 4) {
            double toX = fromX + 4 * Math.cos(angle);
            double toY = fromY + 4 * Math.sin(angle);
            double taper = Math.min(1, 0.35 + 3 * Math.min(done, length - done) / length);
            Surface.stroke(mask, fromX, fromY, toX, toY, width * taper);
            fromX = toX;
            fromY = toY;
            angle += 4 * bend;
        }
    }

    /** A dark gap that keeps changing direction and sends out branches. */
    void crack() {
        double heading = random.nextDouble(2 * Math.PI);
        double length = random.nextDouble(40, 95);
        double x = random.nextDouble(0.35, 0.65) * SIZE - length / 2 * Math.cos(heading);
        double y = random.nextDouble(0.35, 0.65) * SIZE - length / 2 * Math.sin(heading);
        branch(x, y, heading, length, severity.size() * random.nextDouble(1.2, 2.6), 2);
        double contrast = Math.min(0.95, severity.contrast() * random.nextDouble(0.35, 0.75));
        Surface.apply(mask, (pixel, amount) -> {
            surface.height[pixel] -= 1.2 * amount;
            surface.darken(pixel, 1 - contrast * amount);
        });
    }

    private void branch(double x, double y, double heading, double length, double width, int branching) {
        double fromX = x;
        double fromY = y;
        double done = 0;
        while (done < length) {
            double piece = random.nextDouble(3, 8);
            double angle = heading + random.nextDouble(-0.95, 0.95);
            double toX = fromX + piece * Math.cos(angle);
            double toY = fromY + piece * Math.sin(angle);
            Surface.stroke(mask, fromX, fromY, toX, toY, width * (1 - 0.6 * done / length));
            if (branching > 0 && random.nextDouble() < 0.3) {
                double side = random.nextBoolean() ? 1 : -1;
                double turned = heading + side * random.nextDouble(0.5, 1.2);
                branch(toX, toY, turned, 0.55 * (length - done), 0.7 * width, branching - 1);
            }
            fromX = toX;
            fromY = toY;
            done += piece;
        }
    }
}
