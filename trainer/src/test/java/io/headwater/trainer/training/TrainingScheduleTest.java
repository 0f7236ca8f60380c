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
        assertThat(schedule(5_120).batch()).isEqualTo(64);
        assertThat(schedule(5_120).epochs()).isEqualTo(25);
    }

    @Test
    void manySamplesAreTakenInLargerStepsAtAHigherRate() {
        assertThat(schedule(10_240).batch()).isEqualTo(512);
        assertThat(schedule(10_240).epochs()).isEqualTo(9);
        assertThat(schedule(10_240).peakRate()).isCloseTo(16 * schedule(5_120).peakRate(), within(1e-12));
    }

    @Test
    void theLearningRateFallsToZeroAlongAHalfCosine() {
        TrainingSchedule schedule = schedule(10_240);
        assertThat(schedule.learningRate(0)).isEqualTo(schedule.peakRate());
        assertThat(schedule.learningRate(4.5)).isCloseTo(schedule.peakRate() / 2, within(1e-12));
        assertThat(schedule.learningRate(9)).isCloseTo(0, within(1e-12));
    }
}
