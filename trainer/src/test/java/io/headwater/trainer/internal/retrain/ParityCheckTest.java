package io.headwater.trainer.internal.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParityCheckTest {

    @Test
    void whatIsNoNumberIsInfinitelyFarAway() {
        float[] expected = {.25f, .75f};

        assertThat(ParityCheck.difference(expected, new float[] {.5f, .5f})).isEqualTo(.25);
        assertThat(ParityCheck.difference(expected, new float[] {Float.NaN, .75f}))
                .isInfinite();
        assertThat(ParityCheck.difference(expected, new float[] {.25f, Float.NaN}))
                .isInfinite();
    }
}
