package io.headwater.cli.demo;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** The lamp and the sensor: turns relief and reflectance into a picture (Lambert and Blinn-Phong shading). */
final class LightRig {
    private static final int SIZE = Surface.SIZE;
    private static final double SHININESS = 24;

    private final double[] toLight;
    private final double[] halfway;
    private final double[] colour;
    private final double ambient;
    private final double exposure;
    private final double fallOffX;
    private final double fallOffY;
    private final double noise;

    LightRig(Lighting lighting, SplittableRandom random) {
        boolean normal = lighting == Lighting.NORMAL;
        double azimuth = random.nextDouble(2 * Math.PI);
        double elevation = Math.toRadians(normal ? random.nextDouble(48, 68) : random.nextDouble(26, 38));
        toLight = new double[] {
            Math.cos(elevation) * Math.cos(azimuth), Math.cos(elevation) * Math.sin(azimuth), Math.sin(elevation)
        };
        double length = Math.sqrt(2 + 2 * toLight[2]);
        halfway = new double[] {toLight[0] / length, toLight[1] / length, (toLight[2] + 1) / length};
        double warmth = normal ? random.nextDouble(-0.05, 0.05) : random.nextDouble(0.22, 0.34);
        colour = new double[] {1 + warmth, 1, 1 - 1.3 * warmth};
        ambient = normal ? 0.45 : 0.18;
        double brightness = normal ? random.nextDouble(0.85, 1.1) : random.nextDouble(0.5, 0.7);
        exposure = brightness / (ambient + (1 - ambient) * toLight[2]); // a flat surface looks the same from any lamp
        double slope = normal ? random.nextDouble(0.3) : random.nextDouble(0.5, 0.9);
        fallOffX = slope * Math.cos(azimuth);
        fallOffY = slope * Math.sin(azimuth);
        noise = normal ? random.nextDouble(0.006, 0.022) : random.nextDouble(0.015, 0.032);
    }

    BufferedImage photograph(Surface surface, SplittableRandom random) {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int pixel = y * SIZE + x;
                double slopeX = (height(surface, x + 1, y) - height(surface, x - 1, y)) / 2;
                double slopeY = (height(surface, x, y + 1) - height(surface, x, y - 1)) / 2;
                double scale = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
                double diffuse = Math.max(0, facing(toLight, slopeX, slopeY) * scale);
                double mirror = Math.pow(Math.max(0, facing(halfway, slopeX, slopeY) * scale), SHININESS);
                double fall = 1 + fallOffX * (x / (double) SIZE - 0.5) + fallOffY * (y / (double) SIZE - 0.5);
                double light = exposure * fall * (ambient + (1 - ambient) * diffuse);
                double shine = 0.5 * exposure * fall * surface.gloss * mirror;
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    double value = colour[c] * (surface.reflectance[c][pixel] * light + shine);
                    rgb = rgb << 8 | level(value + noise * random.nextDouble(-1.7, 1.7));
                }
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    private static double facing(double[] direction, double slopeX, double slopeY) {
        return direction[2] - slopeX * direction[0] - slopeY * direction[1];
    }

    private static double height(Surface surface, int x, int y) {
        int column = Math.max(0, Math.min(SIZE - 1, x));
        int row = Math.max(0, Math.min(SIZE - 1, y));
        return surface.height[row * SIZE + column];
    }

    private static int level(double value) {
        return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
}
