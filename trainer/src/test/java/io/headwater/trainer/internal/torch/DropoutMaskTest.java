package io.headwater.trainer.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DropoutMaskTest {

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /** Four standard deviations of the share of 100,000 draws are 0.006. */
    @Test
    void leavesOutTheShareAndScalesTheRest() {
        float[] factors = next(new DropoutMask(0.25f, 3), 1000, 100);

        int left = 0;
        for (float factor : factors) {
            assertThat(factor).isIn(0f, 1 / 0.75f);
            left += factor == 0 ? 1 : 0;
        }
        assertThat(left / 100_000.0).isCloseTo(0.25, within(0.006));
    }

    @Test
    void eachStepLeavesOutOtherUnitsAndTheSeedDecidesWhich() {
        DropoutMask mask = new DropoutMask(0.5f, 3);
        float[] first = next(mask, 2, 101);

        assertThat(next(mask, 2, 101)).isNotEqualTo(first);
        assertThat(next(new DropoutMask(0.5f, 3), 2, 101)).isEqualTo(first);
        assertThat(next(new DropoutMask(0.5f, 4), 2, 101)).isNotEqualTo(first);
    }

    private float[] next(DropoutMask mask, int n, int units) {
        try (NDManager step = manager.newSubManager()) {
            return mask.next(step, n, units).toFloatArray();
        }
    }
}
