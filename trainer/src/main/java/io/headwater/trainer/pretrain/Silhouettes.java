package io.headwater.trainer.pretrain;

import static io.headwater.trainer.pretrain.Waves.direction;
import static io.headwater.trainer.pretrain.Waves.distance;
import static io.headwater.trainer.pretrain.Waves.fraction;
import static io.headwater.trainer.pretrain.Waves.sine;
import static io.headwater.trainer.pretrain.Waves.step;
import static io.headwater.trainer.pretrain.Waves.triangle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Filled outlines: polygons, stars, signs, and superellipses of many orders. */
final class Silhouettes {
    private static final int SUPERSHAPES = 10;

    private Silhouettes() {}

    static Map<String, Figure.Family> all() {
        Map<String, Figure.Family> all = new LinkedHashMap<>();
        for (int corners = 3; corners <= 6; corners++) {
            all.put("polygon-" + corners, polygon(corners));
        }
        for (int points : new int[] {4, 5, 6, 8}) {
            all.put("star-" + points, star(points));
        }
        signs(all);
        SplittableRandom random = new SplittableRandom(11); // the categories themselves are the same in every run
        for (int i = 0; i < SUPERSHAPES; i++) {
            all.put("supershape-" + i, supershape(random));
        }
        return all;
    }

    private static void signs(Map<String, Figure.Family> all) {
        all.put("ring", random -> (x, y) -> step(distance(x, y) > 0.6f && distance(x, y) < 0.95f));
        all.put("disc", random -> (x, y) -> step(distance(x, y) < 0.85f));
        all.put("oval", random -> (x, y) -> step(x * x + 5 * y * y < 1));
        all.put("crescent", random -> (x, y) -> step(distance(x, y) < 0.9f && distance(x - 0.4f, y) > 0.7f));
        all.put("cross", random -> (x, y) -> step(bar(x, y) || bar(y, x)));
        all.put("heart", random -> Silhouettes::heart);
        all.put("wedge", random -> wedge((float) random.nextDouble(0.09, 0.15)));
        all.put("gear", random -> gear(random.nextInt(8, 14)));
        all.put(
                "frame",
                random -> (x, y) ->
                        step(Math.max(Math.abs(x), Math.abs(y)) < 0.8f && Math.max(Math.abs(x), Math.abs(y)) > 0.5f));
        all.put(
                "arrow",
                random -> (x, y) -> step(x > 0.1f ? Math.abs(y) < 0.9f - x : x > -0.9f && Math.abs(y) < 0.25f));
        all.put("drop", random -> (x, y) -> step(x < 0 ? distance(x, y) < 0.6f : Math.abs(y) < 0.6f * (1 - x)));
        all.put("cup", random -> Silhouettes::cup);
    }

    private static Figure.Family polygon(int corners) {
        return random -> (x, y) -> {
            double fromEdge = (fraction(direction(x, y) * corners) - 0.5) / corners * 2 * Math.PI;
            return step(distance(x, y) * Math.cos(fromEdge) < 0.75);
        };
    }

    private static Figure.Family star(int points) {
        return random -> {
            float waist = (float) random.nextDouble(0.3, 0.5);
            return (x, y) -> step(distance(x, y) < waist + (1 - waist) * triangle(direction(x, y) * points));
        };
    }

    private static boolean bar(float x, float y) {
        return Math.abs(x) < 0.25f && Math.abs(y) < 0.9f;
    }

    /** The sextic (x² + y² − a)³ = b x² y³, upside down on the screen. */
    private static float heart(float x, float y) {
        float q = x * x + y * y - 0.4f;
        return step(q * q * q - 1.8f * x * x * y * y * y < 0);
    }

    private static Figure wedge(float mouth) {
        return (x, y) -> step(distance(x, y) < 0.9f && Math.abs(direction(x, y)) > mouth);
    }

    private static Figure gear(int teeth) {
        return (x, y) -> {
            float r = distance(x, y);
            return step(r > 0.25f && r < (sine(direction(x, y) * teeth) > 0 ? 0.95f : 0.75f));
        };
    }

    private static float cup(float x, float y) {
        float width = 0.45f + 0.25f * sine(0.25f * (y + 0.2f));
        float brim = -0.25f - 0.25f * triangle(1.6f * x);
        return step(y > brim && y < 0.8f - 0.9f * x * x && Math.abs(x) < width);
    }

    /** The superformula of J. Gielis (American Journal of Botany 90, 2003). */
    private static Figure.Family supershape(SplittableRandom category) {
        int symmetry = category.nextInt(2, 11);
        double round = category.nextDouble(0.8, 4.8);
        double cosinePower = category.nextDouble(0.3, 5.3);
        double sinePower = category.nextDouble(0.3, 5.3);
        return random -> (x, y) -> {
            double angle = direction(x, y) * 2 * Math.PI * symmetry / 4;
            double sum =
                    Math.pow(Math.abs(Math.cos(angle)), cosinePower) + Math.pow(Math.abs(Math.sin(angle)), sinePower);
            return step(distance(x, y) < Math.min(1.1, 0.7 * Math.pow(sum, -1 / round)));
        };
    }
}
