package io.headwater.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FisherExactTest {

    /** The lady tasting tea, R. A. Fisher, "The Design of Experiments" (1935): 17 of 70, and 1 of 70. */
    @Test
    void agreesWithFishersOwnExample() {
        assertThat(new FisherExact(3, 4, 1, 4).secondIsWorse()).isCloseTo(17.0 / 70, within(1e-12));
        assertThat(new FisherExact(4, 4, 0, 4).secondIsWorse()).isCloseTo(1.0 / 70, within(1e-12));
    }

    @Test
    void saysNothingWithoutSamples() {
        assertThat(new FisherExact(0, 0, 0, 0).secondIsWorse()).isCloseTo(1, within(1e-12));
        assertThat(new FisherExact(9, 10, 0, 0).secondIsWorse()).isCloseTo(1, within(1e-12));
        assertThat(new FisherExact(0, 0, 3, 10).secondIsWorse()).isCloseTo(1, within(1e-12));
    }
}
