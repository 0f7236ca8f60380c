package io.headwater.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

    /**
     * Presidential approval: A. Agresti, "Categorical Data Analysis" (1990), p. 350, 150 against 86; the exact p-value is
     * the one in the manual of R's exact2x2. 59 against 121: the example of statsmodels' mcnemar. The others:
     * scipy.stats.binomtest 1.17.
     */
    @ParameterizedTest
    @CsvSource({
        "150, 86, 3.716e-05",
        "121, 59, 4.434444926375551e-06",
        "11, 1, 0.00634765625",
        "5, 15, 0.04138946533203125",
        "0, 6, 0.03125",
        "1, 8, 0.0390625"
    })
    void twoSidedProbabilityMatchesPublishedValues(int onlyFirst, int onlySecond, double p) {
        assertThat(new McNemar(onlyFirst, onlySecond).twoSided()).isEqualTo(p, within(p * 1e-3));
        assertThat(new McNemar(onlySecond, onlyFirst).twoSided()).isEqualTo(p, within(p * 1e-3));
    }

    @ParameterizedTest
    @CsvSource({"150, 86, 1.8579680697856933e-05", "5, 15, 0.9940910339355469", "11, 1, 0.003173828125", "0, 6, 1"})
    void oneSidedProbabilityMatchesScipy(int onlyFirst, int onlySecond, double p) {
        assertThat(new McNemar(onlyFirst, onlySecond).firstIsBetter()).isEqualTo(p, within(p * 1e-9));
    }

    @Test
    void withoutDisagreementNothingIsSignificant() {
        assertThat(new McNemar(0, 0).twoSided()).isEqualTo(1);
        assertThat(new McNemar(0, 0).firstIsBetter()).isEqualTo(1);
    }

    @Test
    void manyThousandDisagreementsDoNotUnderflow() {
        assertThat(new McNemar(10_000, 10_000).firstIsBetter()).isEqualTo(0.5, within(0.01));
        assertThat(new McNemar(10_500, 10_000).firstIsBetter()).isBetween(1e-4, 1e-3);
    }
}
