package io.headwater.trainer.pretrain;

import static io.headwater.trainer.pretrain.Noise.octaves;
import static io.headwater.trainer.pretrain.Noise.value;
import static io.headwater.trainer.pretrain.Waves.clamp;
import static io.headwater.trainer.pretrain.Waves.fraction;
import static io.headwater.trainer.pretrain.Waves.hill;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Textures without a period: clouds, marble, fibres. */
final class NoiseTextures {
    private NoiseTextures() {}

    static Map<String, Field.Family> all() {
        Map<String, Field.Family> all = new LinkedHashMap<>();
        all.put("clouds", seeded(seed -> (u, v) -> octaves(u * 0.6f, v * 0.6f, seed, 2, 0.4f)));
        all.put("smoke", seeded(seed -> (u, v) -> octaves(u, v, seed, 4, 0.6f)));
        all.put("grain", seeded(seed -> (u, v) -> octaves(u * 1.5f, v * 1.5f, seed, 4, 0.95f)));
        all.put("ridges", seeded(seed -> (u, v) -> 1 - 3 * fold(octaves(u * 0.7f, v * 0.7f, seed, 3, 0.5f))));
        all.put(
                "turbulence",
                seeded(seed -> (u, v) -> 0.6f * fold(value(u, v, seed)) + 0.4f * fold(value(2 * u, 2 * v, seed + 1))));
        all.put("marble", seeded(seed -> (u, v) -> hill(0.5f * u + 2 * octaves(0.4f * u, 0.4f * v, seed, 3, 0.5f))));
        all.put("contours", seeded(seed -> (u, v) -> fraction(6 * value(0.25f * u, 0.25f * v, seed))));
        all.put("islands", seeded(seed -> (u, v) -> clamp(15 * (octaves(u, v, seed, 2, 0.4f) - 0.55f) + 0.5f)));
        all.put("fibres", seeded(seed -> (u, v) -> octaves(3 * u, 0.25f * v, seed, 3, 0.7f)));
        all.put("specks", seeded(seed -> (u, v) -> clamp(12 * (value(1.5f * u, 1.5f * v, seed) - 0.78f))));
        all.put(
                "pelt",
                seeded(seed ->
                        (u, v) -> octaves(4 * u + 3 * value(v * 0.4f, u * 0.4f, seed), 0.8f * v, seed, 2, 0.8f)));
        return all;
    }

    private static Field.Family seeded(IntFunction<Field> field) {
        return random -> field.apply(random.nextInt());
    }

    /** Distance from the middle of the range: turns the noise's mid-level into sharp valleys. */
    private static float fold(float noise) {
        return Math.abs(2 * noise - 1);
    }
}
