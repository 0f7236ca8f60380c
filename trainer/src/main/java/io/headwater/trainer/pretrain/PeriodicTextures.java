package io.headwater.trainer.pretrain;

import static io.headwater.trainer.pretrain.Waves.distance;
import static io.headwater.trainer.pretrain.Waves.fraction;
import static io.headwater.trainer.pretrain.Waves.hill;
import static io.headwater.trainer.pretrain.Waves.sine;
import static io.headwater.trainer.pretrain.Waves.step;
import static io.headwater.trainer.pretrain.Waves.triangle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Textures that repeat: woven, tiled, striped, rippled. */
final class PeriodicTextures {
    private PeriodicTextures() {}

    static Map<String, Field.Family> all() {
        Map<String, Field.Family> all = new LinkedHashMap<>();
        all.put("waves", random -> (u, v) -> hill(u));
        all.put("stripes", PeriodicTextures::stripes);
        all.put("checks", random -> (u, v) -> step((floor(u) + floor(v) & 1) == 0));
        all.put("dots", PeriodicTextures::dots);
        all.put("bricks", PeriodicTextures::bricks);
        all.put("chevrons", random -> (u, v) -> step(fraction(v + 0.8f * triangle(u * 0.7f)) < 0.5f));
        all.put("ripples", random -> (u, v) -> hill(distance(9 * fraction(u / 9) - 4.5f, 9 * fraction(v / 9) - 4.5f)));
        all.put("sway", random -> (u, v) -> hill(v + 0.5f * sine(0.5f * u)));
        all.put("lattice", PeriodicTextures::lattice);
        all.put("sawtooth", random -> (u, v) -> step(fraction(u) + fraction(v) < 1));
        all.put("scales", PeriodicTextures::scales);
        all.put("weave", PeriodicTextures::weave);
        all.put("honeycomb", PeriodicTextures::honeycomb);
        all.put("plaid", random -> (u, v) -> 0.5f * hill(u) * step(fraction(0.5f * u) < 0.5f) + 0.5f * hill(2 * v));
        return all;
    }

    private static Field stripes(SplittableRandom random) {
        float width = (float) random.nextDouble(0.3, 0.7);
        return (u, v) -> step(fraction(u) < width);
    }

    private static Field dots(SplittableRandom random) {
        float radius = (float) random.nextDouble(0.22, 0.4);
        return (u, v) -> {
            float across = v * 1.1547f; // rows of a hexagonal packing are sqrt(3)/2 apart
            int row = floor(across);
            float x = fraction(u + (row & 1) * 0.5f) - 0.5f;
            float y = across - row - 0.5f;
            return step(distance(x, y) < radius);
        };
    }

    private static Field bricks(SplittableRandom random) {
        float joint = (float) random.nextDouble(0.06, 0.14);
        return (u, v) -> {
            float across = v * 1.5f;
            float along = u * 0.7f + (floor(across) & 1) * 0.5f;
            return step(fraction(along) > joint && fraction(across) > joint * 1.6f);
        };
    }

    private static Field lattice(SplittableRandom random) {
        float bar = (float) random.nextDouble(0.1, 0.25);
        return (u, v) -> step(fraction(u) < bar || fraction(v) < bar);
    }

    private static Field scales(SplittableRandom random) {
        float rim = (float) random.nextDouble(0.1, 0.2);
        return (u, v) -> {
            float across = v * 1.6f;
            int row = floor(across);
            float x = fraction(u + (row & 1) * 0.5f) - 0.5f;
            float r = distance(x * 2, across - row);
            return r > 1 ? 0.15f : step(r < 1 - rim) * (0.4f + 0.6f * r);
        };
    }

    private static Field weave(SplittableRandom random) {
        float gap = (float) random.nextDouble(0.05, 0.15);
        return (u, v) -> {
            boolean over = (floor(u) + floor(v) & 1) == 0;
            float along = over ? fraction(u) : fraction(v);
            float across = over ? fraction(v) : fraction(u);
            return across < gap || across > 1 - gap ? 0 : 0.3f + 0.7f * (1 - triangle(along));
        };
    }

    /** Distance to the nearer of the two interleaved triangular lattices whose cells are hexagons. */
    private static Field honeycomb(SplittableRandom random) {
        float wall = (float) random.nextDouble(0.36, 0.46);
        return (u, v) -> {
            float tall = v / 1.732f;
            float first = hexagonal(fraction(u) - 0.5f, (fraction(tall) - 0.5f) * 1.732f);
            float second = hexagonal(fraction(u + 0.5f) - 0.5f, (fraction(tall + 0.5f) - 0.5f) * 1.732f);
            return step(Math.min(first, second) < wall);
        };
    }

    private static float hexagonal(float x, float y) {
        return Math.max(Math.abs(x), 0.5f * Math.abs(x) + 0.866f * Math.abs(y));
    }

    private static int floor(float x) {
        return (int) Math.floor(x);
    }
}
