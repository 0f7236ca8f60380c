package io.headwater.trainer.pretrain;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Places one to eight copies of a shape into a picture, each turned, scaled, squeezed and bent in its own way. */
final class Scatter {
    private static final int SIZE = Raster.SIZE;

    private final Raster cover;
    private final Raster shade;

    /** Writes into {@code cover} where the shapes are and into {@code shade} how bright. */
    Scatter(Raster cover, Raster shade) {
        this.cover = cover;
        this.shade = shade;
    }

    /** One copy's place in the picture, in pixels. */
    private record Pose(float x, float y, float radius, float cos, float sin, float aspect, float bend, float phase) {
        static Pose random(SplittableRandom random, int copies) {
            boolean alone = copies == 1;
            double radius = alone
                    ? random.nextDouble(0.23, 0.52)
                    : copies < 4 ? random.nextDouble(0.16, 0.31) : random.nextDouble(0.09, 0.21);
            double margin = alone ? 0.33 : 0.08;
            double angle = random.nextDouble(2 * Math.PI);
            return new Pose(
                    (float) (SIZE * random.nextDouble(margin, 1 - margin)),
                    (float) (SIZE * random.nextDouble(margin, 1 - margin)),
                    (float) (SIZE * radius),
                    (float) Math.cos(angle),
                    (float) Math.sin(angle),
                    (float) random.nextDouble(0.65, 1),
                    (float) random.nextDouble(0.1),
                    (float) random.nextDouble());
        }
    }

    void figures(Figure.Family family, SplittableRandom random) {
        clear();
        int copies = copies(random);
        for (int i = 0; i < copies; i++) {
            stamp(family.draw(random), Pose.random(random, copies));
        }
    }

    void attractors(Attractor attractor, SplittableRandom random) {
        clear();
        int copies = copies(random);
        for (int i = 0; i < copies; i++) {
            trace(attractor, Pose.random(random, copies), random);
        }
    }

    private void clear() {
        cover.fill(0);
        Arrays.fill(shade.values, 0);
    }

    private static int copies(SplittableRandom random) {
        double chance = random.nextDouble();
        return chance < 0.55 ? 1 : chance < 0.8 ? random.nextInt(2, 4) : random.nextInt(4, 9);
    }

    private void stamp(Figure figure, Pose pose) {
        int reach = (int) (1.25f * pose.radius);
        int firstRow = Math.max(0, (int) pose.y - reach);
        int lastRow = Math.min(SIZE - 1, (int) pose.y + reach);
        int firstColumn = Math.max(0, (int) pose.x - reach);
        int lastColumn = Math.min(SIZE - 1, (int) pose.x + reach);
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                float dx = (column - pose.x) / pose.radius;
                float dy = (row - pose.y) / pose.radius;
                float x = dx * pose.cos + dy * pose.sin;
                float y = (dy * pose.cos - dx * pose.sin) / pose.aspect;
                float bentX = x + pose.bend * Waves.sine(0.6f * y + pose.phase);
                float bentY = y + pose.bend * Waves.sine(0.7f * x + 3 * pose.phase);
                float covered = figure.cover(bentX, bentY);
                if (covered > 0) {
                    int pixel = row * SIZE + column;
                    cover.values[pixel] += (1 - cover.values[pixel]) * covered;
                    shade.values[pixel] = figure.shade(bentX, bentY);
                }
            }
        }
    }

    private void trace(Attractor attractor, Pose pose, SplittableRandom random) {
        int points = (int) Math.max(600, Math.min(5000, 2.2f * pose.radius * pose.radius));
        attractor.iterate(points, random, (x, y, progress) -> {
            double localX = x * pose.radius;
            double localY = y * pose.radius * pose.aspect;
            int column = (int) (pose.x + localX * pose.cos - localY * pose.sin);
            int row = (int) (pose.y + localX * pose.sin + localY * pose.cos);
            if (column >= 0 && column < SIZE && row >= 0 && row < SIZE) {
                int pixel = row * SIZE + column;
                cover.values[pixel] = Math.min(1, cover.values[pixel] + 0.6f);
                shade.values[pixel] = progress;
            }
        });
    }
}
