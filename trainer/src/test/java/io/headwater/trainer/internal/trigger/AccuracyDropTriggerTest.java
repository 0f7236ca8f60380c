package io.headwater.trainer.internal.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.RetrainReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccuracyDropTriggerTest {

    private final AccuracyDropTrigger trigger = new AccuracyDropTrigger("default", 50, Duration.ofMinutes(10));

    private Optional<String> due(Instant now) {
        return trigger.due(now, 1).map(due -> {
            assertThat(due.reason()).isEqualTo(RetrainReason.ACCURACY_DROP);
            return due.requestId();
        });
    }

    private void see(int minute, int labelled, int correct) {
        trigger.see(Windows.labelled(1, minute, labelled, correct));
    }

    @Test
    void asksWhenAccuracyFallsBelowTheLimit() {
        see(0, 200, 180);
        see(1, 50, 44);
        assertThat(due(Windows.endOf(1))).isEmpty();
        see(2, 50, 30);
        assertThat(due(Windows.endOf(2))).contains("accuracy-default-1-" + Windows.alarm(2));
    }

    /** The limit by hand: p = 182 / 204, and p - 3 sqrt(p (1 - p) (1/100 + 1/200)) = 0.7782. */
    @Test
    void theLimitIsThreeStandardErrorsBelowTheReference() {
        see(0, 200, 180);
        see(1, 100, 77);
        assertThat(due(Windows.endOf(1))).isNotEmpty();

        AccuracyControl other = new AccuracyControl(50);
        assertThat(other.isBelowLimit(Windows.labelled(1, 0, 200, 180))).isFalse();
        assertThat(other.isBelowLimit(Windows.labelled(1, 1, 100, 78))).isFalse();
    }

    @Test
    void windowsWithFewLabelsArePutTogether() {
        see(0, 200, 180);
        for (int minute = 1; minute <= 4; minute++) {
            see(minute, 10, 5);
            assertThat(due(Windows.endOf(minute))).isEmpty();
        }
        see(5, 10, 5);
        assertThat(due(Windows.endOf(5))).isNotEmpty();
    }

    @Test
    void aFirstVersionThatIsBadIsNoDrop() {
        see(0, 100, 20);
        see(1, 100, 22);
        assertThat(due(Windows.endOf(1))).isEmpty();
    }

    @Test
    void oneErrorAfterNoneIsNoDrop() {
        see(0, 100, 100);
        see(1, 50, 49);
        assertThat(due(Windows.endOf(1))).isEmpty();
    }

    @Test
    void asksAgainOnlyAfterTheCoolDown() {
        see(0, 200, 180);
        see(1, 50, 20);
        see(2, 50, 20);
        assertThat(due(Windows.endOf(2))).contains("accuracy-default-1-" + Windows.alarm(1));
        see(11, 50, 20);
        assertThat(due(Windows.endOf(11))).contains("accuracy-default-1-" + Windows.alarm(11));
    }

    @Test
    void withoutACoolDownEveryAlarmIsAskedFor() {
        AccuracyDropTrigger eager = new AccuracyDropTrigger("default", 50, Duration.ZERO);
        eager.see(Windows.labelled(1, 0, 200, 180));
        for (int minute = 1; minute <= 2; minute++) {
            eager.see(Windows.labelled(1, minute, 50, 20));
            assertThat(eager.due(Windows.endOf(minute), 1).map(Trigger.Due::requestId))
                    .contains("accuracy-default-1-" + Windows.alarm(minute));
        }
    }

    @Test
    void anAlarmIsStillAskedForAfterALongTrainingButNotAfterADay() {
        see(0, 200, 180);
        see(1, 50, 20);
        assertThat(due(Windows.endOf(1).plus(Duration.ofHours(23)))).isNotEmpty();
        assertThat(due(Windows.endOf(1).plus(Duration.ofHours(24)))).isEmpty();
    }

    @Test
    void anAlarmKeepsItsNameWhenOlderOnesAreNotKeptAnyMore() {
        see(0, 200, 180);
        see(1, 50, 20);
        see(30, 200, 180);
        see(60, 50, 20);

        AccuracyDropTrigger successor = new AccuracyDropTrigger("default", 50, Duration.ofMinutes(10));
        successor.see(Windows.labelled(1, 30, 200, 180));
        successor.see(Windows.labelled(1, 60, 50, 20));

        assertThat(trigger.due(Windows.endOf(60), 1)).isPresent();
        assertThat(successor.due(Windows.endOf(60), 1)).isEqualTo(trigger.due(Windows.endOf(60), 1));
    }

    @Test
    void anotherVersionsWindowsAreNotTheChampions() {
        see(0, 200, 180);
        see(1, 50, 20);
        assertThat(trigger.due(Windows.endOf(1), 2)).isEmpty();
    }

    @Test
    void chanceAloneHardlyEverAsks() {
        Random random = new Random(11);
        int alarms = 0;
        for (int run = 0; run < 200; run++) {
            AccuracyControl control = new AccuracyControl(50);
            for (int minute = 0; minute < 50; minute++) {
                int correct =
                        (int) random.doubles(60).filter(draw -> draw < 0.9).count();
                alarms += control.isBelowLimit(Windows.labelled(1, minute, 60, correct)) ? 1 : 0;
            }
        }
        // Three standard errors: about one in a thousand for the normal distribution, a little more for a skewed one.
        assertThat(alarms).isLessThan(200 * 50 / 200);
    }
}
