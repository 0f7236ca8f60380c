package io.headwater.streams.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {

    @Test
    void isNothingBetweenEqualShares() {
        assertThat(PopulationStability.index(Map.of("a", 100, "b", 300), Map.of("a", 1000, "b", 3000)))
                .isCloseTo(0, within(1e-4));
    }

    /** By hand: (0.6 - 0.3) ln(0.6 / 0.3) + (0.4 - 0.7) ln(0.4 / 0.7); half a count in ten thousand changes little. */
    @Test
    void isTheSumOverTheLabels() {
        assertThat(PopulationStability.index(Map.of("a", 3000, "b", 7000), Map.of("a", 6000, "b", 4000)))
                .isCloseTo(0.3758, within(1e-3));
    }

    @Test
    void isFiniteWhereALabelIsNewOrGone() {
        assertThat(PopulationStability.index(Map.of("a", 500), Map.of("b", 500)))
                .isGreaterThan(1)
                .isFinite();
    }
}
