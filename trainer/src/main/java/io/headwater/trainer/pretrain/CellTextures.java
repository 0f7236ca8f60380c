package io.headwater.trainer.pretrain;

import static io.headwater.trainer.pretrain.Waves.clamp;
import static io.headwater.trainer.pretrain.Waves.hill;
import static io.headwater.trainer.pretrain.Waves.step;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Textures of cells around scattered points (S. Worley, "A Cellular Texture Basis Function", 1996): one point in each
 * unit square, distances to the nearest and the second nearest.
 */
final class CellTextures {
    private CellTextures() {}

    /** What a cell texture is coloured by. */
    @FunctionalInterface
    private interface Shade {
        float of(float nearest, float second, float cell);
    }

    /** How far a point is. */
    @FunctionalInterface
    private interface Metric {
        float of(float dx, float dy);
    }

    static Map<String, Field.Family> all() {
        Metric round = Waves::distance;
        Metric diamond = (dx, dy) -> Math.abs(dx) + Math.abs(dy);
        Metric square = (dx, dy) -> Math.max(Math.abs(dx), Math.abs(dy));
        Map<String, Field.Family> all = new LinkedHashMap<>();
        all.put("bubbles", cells(round, (near, second, cell) -> near * 1.1f));
        all.put("membranes", cells(round, (near, second, cell) -> step(second - near > 0.13f)));
        all.put("mosaic", cells(round, (near, second, cell) -> cell));
        all.put("pebbles", cells(round, (near, second, cell) -> step(near < 0.4f) * (0.5f + 0.5f * cell)));
        all.put("crystals", cells(diamond, (near, second, cell) -> second - near));
        all.put("blocks", cells(square, (near, second, cell) -> cell * step(second - near > 0.06f)));
        all.put("agate", cells(round, (near, second, cell) -> hill(3 * near)));
        all.put("foam", cells(round, (near, second, cell) -> clamp(1.2f - 2.5f * (second - near))));
        return all;
    }

    private static Field.Family cells(Metric metric, Shade shade) {
        return random -> {
            int seed = random.nextInt();
            return (u, v) -> at(u, v, seed, metric, shade);
        };
    }

    private static float at(float u, float v, int seed, Metric metric, Shade shade) {
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        float nearest = Float.MAX_VALUE;
        float second = Float.MAX_VALUE;
        float cell = 0;
        for (int y = row - 1; y <= row + 1; y++) {
            for (int x = column - 1; x <= column + 1; x++) {
                float d = metric.of(x + Noise.hash(x, y, seed) - u, y + Noise.hash(x, y, seed + 1) - v);
                if (d < nearest) {
                    second = nearest;
                    nearest = d;
                    cell = Noise.hash(x, y, seed + 2);
                } else if (d < second) {
                    second = d;
                }
            }
        }
        return shade.of(nearest, second, cell);
    }
}
