package io.headwater.trainer.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * Which units a step leaves out: N. Srivastava et al., "Dropout" (2014), inverted. Drawn here rather than by PyTorch, whose
 * generator took an eighth of a head's training.
 */
final class DropoutMask {

    private static final int DRAW_BITS = 16;
    private static final int DRAWS_OF_A_NUMBER = Long.SIZE / DRAW_BITS;

    private final SplittableRandom random;
    private final int dropped;
    private final float kept;
    private final StepInput memory = new StepInput();
    private float[] values = new float[0];

    /** @param share of the units that is left out, 0 to below 1, to a 65,536th */
    DropoutMask(float share, long seed) {
        this.random = new SplittableRandom(seed);
        this.dropped = Math.round(share * (1 << DRAW_BITS));
        this.kept = 1 / (1 - share);
    }

    /** The factors of the next step's units, 0 or 1 ÷ (1 - share): {@code [n][units]}, valid until the next call. */
    NDArray next(NDManager step, int n, int units) {
        int size = n * units;
        if (values.length != size) {
            values = new float[size];
        }
        for (int i = 0; i < size; ) {
            long draws = random.nextLong();
            for (int end = Math.min(size, i + DRAWS_OF_A_NUMBER); i < end; i++) {
                int draw = (int) (draws & ((1 << DRAW_BITS) - 1));
                values[i] = draw < dropped ? 0 : kept;
                draws >>>= DRAW_BITS;
            }
        }
        return memory.of(step, values, new Shape(n, units));
    }
}
