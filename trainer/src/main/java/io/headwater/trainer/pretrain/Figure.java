package io.headwater.trainer.pretrain;

import java.util.SplittableRandom;

/** A flat shape around the origin, about one unit in radius. */
@FunctionalInterface
interface Figure {
    /** How much of the point is covered, 0..1. */
    float cover(float x, float y);

    /** Brightness of the covered point, 0..1; the distance from the centre unless the shape has its own relief. */
    default float shade(float x, float y) {
        return Waves.clamp(Waves.distance(x, y));
    }

    /** Chooses what varies between two shapes of the same category. */
    @FunctionalInterface
    interface Family {
        Figure draw(SplittableRandom random);
    }
}
