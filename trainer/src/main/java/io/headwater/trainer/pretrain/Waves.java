package io.headwater.trainer.pretrain;

/** The periodic functions that patterns are made of; arguments are turns or periods, not radians. */
final class Waves {
    private static final int STEPS = 4096;
    private static final float[] SINE = new float[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            SINE[i] = (float) Math.sin(i * 2 * Math.PI / STEPS);
        }
    }

    private Waves() {}

    static float sine(float turns) {
        return SINE[((int) (turns * STEPS)) & (STEPS - 1)];
    }

    /** A sine lifted into 0..1. */
    static float hill(float turns) {
        return 0.5f + 0.5f * sine(turns);
    }

    static float fraction(float x) {
        return x - (float) Math.floor(x);
    }

    /** Triangle wave: 1 at whole numbers, 0 half-way between. */
    static float triangle(float x) {
        return Math.abs(fraction(x) - 0.5f) * 2;
    }

    static float clamp(float x) {
        return x < 0 ? 0 : x > 1 ? 1 : x;
    }

    static float step(boolean inside) {
        return inside ? 1 : 0;
    }

    static float distance(float x, float y) {
        return (float) Math.sqrt(x * x + y * y);
    }

    /** Direction of a point in turns, -0.5..0.5. */
    static float direction(float x, float y) {
        return (float) (Math.atan2(y, x) / (2 * Math.PI));
    }
}
