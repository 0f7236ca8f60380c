package io.headwater.trainer.pretrain;

import static io.headwater.trainer.pretrain.Waves.clamp;
import static io.headwater.trainer.pretrain.Waves.direction;
import static io.headwater.trainer.pretrain.Waves.distance;
import static io.headwater.trainer.pretrain.Waves.fraction;
import static io.headwater.trainer.pretrain.Waves.hill;
import static io.headwater.trainer.pretrain.Waves.sine;
import static io.headwater.trainer.pretrain.Waves.step;

import java.util.LinkedHashMap;
import java.util.Map;

/** Shapes that repeat around a centre: petals, whorls, rays. */
final class Blossoms {
    private Blossoms() {}

    static Map<String, Figure.Family> all() {
        Map<String, Figure.Family> all = new LinkedHashMap<>();
        for (int petals : new int[] {3, 4, 5, 6, 8, 12, 20}) {
            all.put("round-petals-" + petals, petals(petals, 0.3f, 0.5));
            all.put("pointed-petals-" + petals, petals(petals, 0.25f, 2));
        }
        for (int arms : new int[] {1, 2, 3, 5}) {
            all.put("whorl-" + arms, whorl(arms));
        }
        for (int rays : new int[] {9, 18, 36}) {
            all.put("rays-" + rays, rays(rays));
        }
        return all;
    }

    /** Radius as a power of |sine|: below one the petals are round, above they are pointed. */
    private static Figure.Family petals(int count, float valley, double power) {
        return random -> {
            float heart = (float) random.nextDouble(0.12, 0.37);
            return new Figure() {
                @Override
                public float cover(float x, float y) {
                    float edge = valley + (1 - valley) * (float) Math.pow(lobe(x, y), power);
                    return step(distance(x, y) < Math.max(edge, heart));
                }

                @Override
                public float shade(float x, float y) {
                    return distance(x, y) < heart ? 0 : 0.6f + 0.4f * lobe(x, y);
                }

                private float lobe(float x, float y) {
                    return Math.abs(sine(direction(x, y) * count * 0.5f));
                }
            };
        };
    }

    private static Figure.Family whorl(int arms) {
        return random -> {
            float tightness = (float) random.nextDouble(2.2, 4.2);
            return new Figure() {
                @Override
                public float cover(float x, float y) {
                    return step(distance(x, y) < 0.97f) * (shade(x, y) < 0.15f ? 0.4f : 1);
                }

                @Override
                public float shade(float x, float y) {
                    return fraction(distance(x, y) * tightness + direction(x, y) * arms);
                }
            };
        };
    }

    private static Figure.Family rays(int count) {
        return random -> {
            float core = (float) random.nextDouble(0.15, 0.3);
            return new Figure() {
                @Override
                public float cover(float x, float y) {
                    float r = distance(x, y);
                    return clamp((1 - r) * 2.5f) * (r < core ? 1 : clamp(1.6f * shade(x, y)));
                }

                @Override
                public float shade(float x, float y) {
                    return hill(direction(x, y) * count);
                }
            };
        };
    }
}
