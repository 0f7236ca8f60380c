package io.headwater.streams.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.ClassificationStatus;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exactly one classification per event, through three kills of the classifier under load. */
class ExactlyOnceResultsTest {

    @Test
    void everyEventIsClassifiedOnce() throws IOException {
        assertThat(KilledClassifierRun.results())
                .extracting(result -> result.value().getEventId())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, KilledClassifierRun.events())
                        .mapToObj(KilledClassifierRun::eventId)
                        .toList());
    }

    @Test
    void aRestartNeverForgetsThatThereIsAModel() throws IOException {
        assertThat(KilledClassifierRun.results())
                .allSatisfy(
                        result -> assertThat(result.value().getStatus()).isEqualTo(ClassificationStatus.CLASSIFIED));
    }
}
