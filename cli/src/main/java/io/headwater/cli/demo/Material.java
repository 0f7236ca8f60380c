package io.headwater.cli.demo;

import java.awt.Color;
import java.util.SplittableRandom;

/** What a product is made of; lays down relief, colour and gloss of a faultless surface. */
enum Material {
    BRUSHED_METAL(0.45) {
        @Override
        Color colour(SplittableRandom random) {
            return hsb(random.nextDouble(0.05, 0.65), random.nextDouble(0.1), random.nextDouble(0.5, 0.75));
        }

        @Override
        void grain(Surface surface, int pixel, Camera.Point point, SurfaceNoise noise) {
            double lines = noise.rough(2.5 * point.u(), 60 * point.v());
            surface.height[pixel] = 0.12 * lines;
            surface.darken(pixel, 1 + 0.14 * lines);
        }
    },
    CAST_METAL(0.25) {
        @Override
        Color colour(SplittableRandom random) {
            return hsb(random.nextDouble(0.5, 0.65), random.nextDouble(0.12), random.nextDouble(0.4, 0.65));
        }

        @Override
        void grain(Surface surface, int pixel, Camera.Point point, SurfaceNoise noise) {
            double bumps = noise.rough(26 * point.u(), 26 * point.v());
            surface.height[pixel] = 0.4 * bumps;
            surface.darken(pixel, 1 + 0.1 * bumps);
        }
    },
    PLASTIC(0.35) {
        @Override
        Color colour(SplittableRandom random) {
            return hsb(random.nextDouble(), random.nextDouble(0.15, 0.6), random.nextDouble(0.45, 0.9));
        }

        @Override
        void grain(Surface surface, int pixel, Camera.Point point, SurfaceNoise noise) {
            surface.height[pixel] = 0.12 * noise.at(45 * point.u(), 45 * point.v());
            surface.darken(pixel, 1 + 0.03 * noise.at(4 * point.u(), 4 * point.v()));
        }
    },
    PAINT(0.5) {
        @Override
        Color colour(SplittableRandom random) {
            return hsb(random.nextDouble(), random.nextDouble(0.05, 0.75), random.nextDouble(0.45, 0.95));
        }

        @Override
        void grain(Surface surface, int pixel, Camera.Point point, SurfaceNoise noise) {
            surface.height[pixel] = 0.4 * noise.at(13 * point.u(), 13 * point.v()); // "orange peel"
        }
    },
    WOOD(0.1) {
        @Override
        Color colour(SplittableRandom random) {
            return hsb(random.nextDouble(0.06, 0.11), random.nextDouble(0.3, 0.6), random.nextDouble(0.5, 0.85));
        }

        @Override
        void grain(Surface surface, int pixel, Camera.Point point, SurfaceNoise noise) {
            double bend = noise.at(1.5 * point.u(), 3 * point.v());
            double rings = Math.sin(2 * Math.PI * (9 * point.v() + 1.2 * bend));
            double fibre = noise.at(6 * point.u(), 70 * point.v());
            surface.height[pixel] = 0.12 * fibre;
            surface.darken(pixel, 1 + 0.08 * rings + 0.09 * fibre);
        }
    };

    private final double gloss;

    Material(double gloss) {
        this.gloss = gloss;
    }

    abstract Color colour(SplittableRandom random);

    /** Adds the material's texture at one pixel. */
    abstract void grain(Surface surface, int pixel, Camera.Point point, SurfaceNoise noise);

    Surface surface(Camera camera, SplittableRandom random) {
        Surface surface = new Surface();
        surface.gloss = gloss * random.nextDouble(0.6, 1.2);
        float[] colour = colour(random).getRGBColorComponents(null);
        SurfaceNoise noise = new SurfaceNoise(random.nextInt());
        for (int y = 0; y < Surface.SIZE; y++) {
            for (int x = 0; x < Surface.SIZE; x++) {
                int pixel = y * Surface.SIZE + x;
                for (int c = 0; c < 3; c++) {
                    surface.reflectance[c][pixel] = colour[c];
                }
                grain(surface, pixel, camera.at(x, y), noise);
            }
        }
        return surface;
    }

    private static Color hsb(double hue, double saturation, double brightness) {
        return Color.getHSBColor((float) hue, (float) saturation, (float) brightness);
    }
}
