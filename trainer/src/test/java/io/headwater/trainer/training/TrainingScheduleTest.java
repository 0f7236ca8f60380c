package io.headwater.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.trainer.TrainerConfig;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {

    private static TrainingSchedule schedule(int samples) {
        AbstractConfig defaults = new AbstractConfig(TrainerConfig.definition(), Map.of(), false);
        return TrainingSchedule.of(TrainingOptions.of(defaults, Map.of()).hyperParameters(), samples);
    }

    @Test
    void fewSamplesAreSeenInAtLeastEightStepsAnEpoch() {
        assertThat(schedule(100).batch()).isEqualTo(12);
        assertThat(schedule(100).epochs()).isEqualTo(120);
    }

    @Test
    void aHeadOfASingleSampleCanBeTrained() {
        assertThat(schedule(1).batch()).isEqualTo(1);
    }

    @Test
    void theNumberOfStepsIsBounded() {
        assertThat(schedule(2_560).batch()).isEqualTo(64);
        assertThat(schedule(2_560).epochs()).isEqualTo(62);
    }

    @Test
    void manySamplesAreTakenInLargerStepsAtAHigherRate() {
        assertThat(schedule(10_000).batch()).isEqualTo(256);
        assertThat(schedule(10_000).epochs()).isEqualTo(16);
        assertThat(schedule(10_000).peakRate()).isCloseTo(3 * schedule(2_560).peakRate(), within(1e-12));
    }

    @Test
    void theLearningRateFallsToZeroAlongAHalfCosine() {
        TrainingSchedule schedule = schedule(10_000);
        assertThat(schedule.learningRate(0)).isEqualTo(schedule.peakRate());
        assertThat(schedule.learningRate(8)).isCloseTo(schedule.peakRate() / 2, within(1e-12));
        assertThat(schedule.learningRate(16)).isCloseTo(0, within(1e-12));
    }
}
