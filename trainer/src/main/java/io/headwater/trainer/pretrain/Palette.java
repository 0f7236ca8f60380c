package io.headwater.trainer.pretrain;

import java.util.SplittableRandom;

/** Thirteen named colour ranges: ten hues, then white, grey and black. */
final class Palette {
    static final int COLOURS = 13;
    private static final int HUES = 10;

    /** A colour, channels 0..1, and the range it was drawn from. */
    record Colour(int index, float red, float green, float blue) {
        /** A colour that differs in brightness and a little in tone. */
        Colour variation(SplittableRandom random) {
            double lighter = random.nextDouble(-0.35, 0.35);
            return new Colour(
                    index,
                    Waves.clamp((float) (red + lighter + random.nextDouble(-0.2, 0.2))),
                    Waves.clamp((float) (green + lighter + random.nextDouble(-0.2, 0.2))),
                    Waves.clamp((float) (blue + lighter + random.nextDouble(-0.2, 0.2))));
        }
    }

    private Palette() {}

    static Colour random(SplittableRandom random) {
        int index = random.nextInt(COLOURS);
        if (index < HUES) {
            double hue = (index + random.nextDouble(-0.45, 0.45)) / HUES;
            return fromHsv(index, (float) hue, (float) random.nextDouble(0.45, 1), (float) random.nextDouble(0.4, 1));
        }
        double[][] greys = {{0.85, 1}, {0.35, 0.65}, {0, 0.18}};
        double[] range = greys[index - HUES];
        double grey = random.nextDouble(range[0], range[1]);
        return new Colour(index, tinted(grey, random), tinted(grey, random), tinted(grey, random));
    }

    private static float tinted(double grey, SplittableRandom random) {
        return Waves.clamp((float) (grey + random.nextDouble(-0.04, 0.04)));
    }

    private static Colour fromHsv(int index, float hue, float saturation, float value) {
        float[] channels = new float[3];
        for (int i = 0; i < 3; i++) {
            float away = Math.abs(
                    6 * Waves.fraction(hue - i / 3f + 0.5f) - 3); // distance to the channel's own hue, in sixths
            channels[i] = value * (1 - saturation + saturation * Waves.clamp(2 - away));
        }
        return new Colour(index, channels[0], channels[1], channels[2]);
    }
}
