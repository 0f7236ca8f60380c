package io.headwater.trainer.pretrain;

import java.util.LinkedHashMap;
import java.util.Map;

/** Filled Julia sets of z² + c, one category for each c, shaded by the time to escape. */
final class JuliaSets {
    private static final int ITERATIONS = 32;
    private static final int INSIDE = 12;

    private JuliaSets() {}

    static Map<String, Figure.Family> all() {
        Map<String, Figure.Family> all = new LinkedHashMap<>();
        all.put("julia-rabbit", julia(-0.123f, 0.745f));
        all.put("julia-basilica", julia(-1f, 0f));
        all.put("julia-whirl", julia(-0.8f, 0.156f));
        all.put("julia-dust", julia(0.285f, 0.01f));
        return all;
    }

    private static Figure.Family julia(float real, float imaginary) {
        return random -> new Figure() {
            @Override
            public float cover(float x, float y) {
                return Waves.step(escape(x, y) >= INSIDE);
            }

            @Override
            public float shade(float x, float y) {
                return (escape(x, y) - INSIDE) / (float) (ITERATIONS - INSIDE);
            }

            private int escape(float x, float y) {
                float zx = 1.5f * x;
                float zy = 1.5f * y;
                int i = 0;
                while (i < ITERATIONS && zx * zx + zy * zy < 4) {
                    float next = zx * zx - zy * zy + real;
                    zy = 2 * zx * zy + imaginary;
                    zx = next;
                    i++;
                }
                return i;
            }
        };
    }
}
