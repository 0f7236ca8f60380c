package io.headwater.trainer.internal.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.RetrainReason;
import io.headwater.vision.RetrainRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

    private static PendingRequest request(long offset, String hidden) {
        return new PendingRequest(
                RetrainRequest.newBuilder()
                        .setRequestId("r" + offset)
                        .setModel("default")
                        .setReason(RetrainReason.MANUAL)
                        .setOverrides(hidden == null ? Map.of() : Map.of("head.hidden", hidden))
                        .setRequestedAt(Instant.EPOCH)
                        .build(),
                offset);
    }

    @Test
    void committedOffsetsNeverPassARequestThatStillWaits() {
        RequestQueue queue = new RequestQueue();
        queue.restart(3);
        PendingRequest first = request(3, null);
        PendingRequest other = request(5, "64");
        PendingRequest alike = request(6, null);
        queue.add(first);
        queue.pass(4);
        queue.add(other);
        queue.add(alike);

        assertThat(queue.oldestAndAlike()).containsExactly(first, alike);
        assertThat(queue.nextOffsetWithout(List.of(first, alike))).isEqualTo(5);
        queue.remove(List.of(first, alike));
        assertThat(queue.oldestAndAlike()).containsExactly(other);
        assertThat(queue.nextOffsetWithout(List.of(other))).isEqualTo(7);
        queue.remove(List.of(other));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aRestartForgetsWhatWillBeReadAgain() {
        RequestQueue queue = new RequestQueue();
        queue.add(request(3, null));
        queue.restart(3);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.nextOffsetWithout(List.of())).isEqualTo(3);
    }
}
