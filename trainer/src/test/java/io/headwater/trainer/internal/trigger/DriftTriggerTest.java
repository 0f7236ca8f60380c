package io.headwater.trainer.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.headwater.vision.RetrainReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftTriggerTest {

    private final DriftTrigger trigger = new DriftTrigger("default", 0.25, 500, Duration.ofMinutes(10));

    private Optional<String> dueAfter(Map<String, Integer> predicted, double score, int reference) {
        trigger.see(Windows.drifted(1, 0, predicted, score, reference));
        return trigger.due(Windows.endOf(0), 1).map(due -> {
            assertThat(due.reason()).isEqualTo(RetrainReason.DRIFT);
            return due.requestId();
        });
    }

    @Test
    void asksAtTheThreshold() {
        assertThat(dueAfter(Map.of("a", 300, "b", 300), 0.25, 500)).contains("drift-default-1-" + Windows.alarm(0));
    }

    @Test
    void asksNothingBelowIt() {
        assertThat(dueAfter(Map.of("a", 300, "b", 300), 0.24, 500)).isEmpty();
    }

    @Test
    void aWindowWithFewPredictionsIsNotLookedAt() {
        assertThat(dueAfter(Map.of("a", 400, "b", 99), 2, 500)).isEmpty();
    }

    /** Against a reference of 20, an index of 0.5 is within chance for two labels: 11 (1/600 + 1/20) = 0.57. */
    @Test
    void whatChanceMakesOfFewPredictionsIsNoDrift() {
        assertThat(dueAfter(Map.of("a", 300, "b", 300), 0.5, 20)).isEmpty();
        assertThat(dueAfter(Map.of("a", 300, "b", 300), 0.6, 20)).isNotEmpty();
    }

    @Test
    void aWindowWithoutAScoreIsNoDrift() {
        trigger.see(Windows.labelled(1, 0, 100, 90));
        assertThat(trigger.due(Windows.endOf(0), 1)).isEmpty();
    }

    /** Quantiles from tables of the chi-square distribution; with one degree of freedom the approximation is 3 % high. */
    @Test
    void knowsTheQuantiles() {
        assertThat(DriftTrigger.chiSquare999(1)).isCloseTo(10.83, withinPercentage(4));
        assertThat(DriftTrigger.chiSquare999(5)).isCloseTo(20.52, withinPercentage(2));
        assertThat(DriftTrigger.chiSquare999(9)).isCloseTo(27.88, withinPercentage(2));
        assertThat(DriftTrigger.chiSquare999(30)).isCloseTo(59.70, withinPercentage(2));
    }
}
