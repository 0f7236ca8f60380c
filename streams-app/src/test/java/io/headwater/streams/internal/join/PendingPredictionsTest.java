package io.headwater.streams.internal.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.streams.internal.EventIds;
import org.junit.jupiter.api.Test;

class PendingPredictionsTest {

    private static final int BROKER_LIMIT = 1024 * 1024;

    private final PendingPredictions pending = new PendingPredictions();

    @Test
    void areFullBeforeTheirRecordIsTooLargeForABroker() {
        String longest = "\u20ac".repeat(EventIds.MAX_LENGTH);
        for (int i = 0; !pending.isFull(); i++) {
            pending.add(longest, new Prediction(i, Long.MAX_VALUE, "\u20ac".repeat(1000), 1, i), i, null);
        }

        assertThat(CompactFormat.predictions().serializer().serialize("t", pending.batch()))
                .hasSizeBetween(BROKER_LIMIT / 5, BROKER_LIMIT / 2);
    }

    @Test
    void keepTheOrderAndTheLatestTime() {
        pending.add("first", new Prediction(0, 1, "dent", 0.9f, 1), 20, null);
        pending.add("second", new Prediction(0, 2, "hole", 0.8f, 1), 10, null);

        assertThat(pending.firstEventId()).isEqualTo("first");
        assertThat(pending.timestamp()).isEqualTo(20);
        assertThat(pending.batch().entries())
                .extracting(PredictionBatch.Entry::eventId)
                .containsExactly("first", "second");
    }
}
