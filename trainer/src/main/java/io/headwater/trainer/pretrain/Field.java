package io.headwater.trainer.pretrain;

import java.util.SplittableRandom;

/** Intensity, 0..1, over the pattern plane, whose unit is one period of the pattern. */
@FunctionalInterface
interface Field {
    float at(float u, float v);

    /** Chooses what varies between two pictures of the same category. */
    @FunctionalInterface
    interface Family {
        Field draw(SplittableRandom random);
    }
}
