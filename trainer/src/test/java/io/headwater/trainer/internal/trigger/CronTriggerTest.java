package io.headwater.trainer.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.vision.RetrainReason;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class CronTriggerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static Optional<String> due(String expression, String now) {
        CronTrigger trigger = new CronTrigger("default", CronSchedule.parse("retrain.cron", expression), START);
        return trigger.due(Instant.parse(now), null, null).map(due -> {
            assertThat(due.reason()).isEqualTo(RetrainReason.SCHEDULE);
            return due.requestId();
        });
    }

    @Test
    void asksOnceForEachPointInTime() {
        Optional<String> third = Optional.of("cron-default-2026-03-02T03:00:00Z");
        assertThat(due("0 3 * * *", "2026-03-02T02:59:59.999Z")).isEmpty();
        assertThat(due("0 3 * * *", "2026-03-02T03:00:00Z")).isEqualTo(third);
        assertThat(due("0 3 * * *", "2026-03-02T03:00:00.400Z")).isEqualTo(third);
        assertThat(due("0 3 * * *", "2026-03-02T23:10:00Z")).isEqualTo(third);
        assertThat(due("0 3 * * *", "2026-03-03T03:00:01Z")).contains("cron-default-2026-03-03T03:00:00Z");
    }

    @Test
    void makesUpForATimeThatPassedJustBeforeTheStartButNotForOlderOnes() {
        assertThat(due("57 11 * * *", "2026-03-01T12:00:01Z")).contains("cron-default-2026-03-01T11:57:00Z");
        assertThat(due("0 3 * * *", "2026-03-01T12:00:01Z")).isEmpty();
    }

    @Test
    void namesTheSettingOfAnExpressionThatIsNone() {
        assertThatThrownBy(() -> CronSchedule.parse("retrain.cron", "every day"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("retrain.cron")
                .hasMessageContaining("five fields");
    }
}
