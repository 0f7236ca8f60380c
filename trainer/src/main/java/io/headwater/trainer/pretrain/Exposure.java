package io.headwater.trainer.pretrain;

import java.util.SplittableRandom;

/** What the camera does to a scene: something in the way, lack of focus, uneven light, sensor noise. */
final class Exposure {
    private static final int SIZE = Raster.SIZE;
    private static final int PIXELS = Raster.PIXELS;

    private final float[] scratch = new float[PIXELS];

    /** Alters the three channels and returns them as {@code [3, 96, 96]} unsigned bytes. */
    byte[] develop(Raster[] channels, SplittableRandom random) {
        if (random.nextDouble() < 0.15) {
            occlude(channels, random);
        }
        if (random.nextDouble() < 0.35) {
            int passes = random.nextInt(1, 3);
            for (int pass = 0; pass < passes; pass++) {
                for (Raster channel : channels) {
                    channel.blur(scratch);
                }
            }
        }
        return expose(channels, random);
    }

    private static void occlude(Raster[] channels, SplittableRandom random) {
        Palette.Colour colour = Palette.random(random);
        float[] paint = {colour.red(), colour.green(), colour.blue()};
        int width = random.nextInt(12, 36);
        int height = random.nextInt(12, 60);
        int left = random.nextInt(-width / 2, SIZE - width / 2);
        int top = random.nextInt(-height / 2, SIZE - height / 2);
        for (int row = Math.max(0, top); row < Math.min(SIZE, top + height); row++) {
            for (int column = Math.max(0, left); column < Math.min(SIZE, left + width); column++) {
                for (int c = 0; c < 3; c++) {
                    channels[c].values[row * SIZE + column] = paint[c];
                }
            }
        }
    }

    private static byte[] expose(Raster[] channels, SplittableRandom random) {
        double slopeX = random.nextDouble(-0.5, 0.5);
        double slopeY = random.nextDouble(-0.5, 0.5);
        double gain = random.nextDouble(0.7, 1.2);
        double offset = random.nextDouble(-0.08, 0.08);
        double noise = random.nextDouble() < 0.6 ? random.nextDouble(0.07) : 0;
        double[] tint = {random.nextDouble(0.92, 1.08), 1, random.nextDouble(0.92, 1.08)};
        byte[] planes = new byte[3 * PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            double x = (i % SIZE) / (double) SIZE - 0.5;
            double y = (i / SIZE) / (double) SIZE - 0.5;
            double light = gain * (1 + slopeX * x + slopeY * y);
            long bits = random.nextLong();
            for (int c = 0; c < 3; c++) {
                double grain = (((bits >>> 16 * c) & 0xffff) / 32767.5 - 1) * noise;
                double value = channels[c].values[i] * light * tint[c] + offset + grain;
                planes[c * PIXELS + i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
        }
        return planes;
    }
}
