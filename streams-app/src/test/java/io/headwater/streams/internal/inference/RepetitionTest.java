package io.headwater.streams.internal.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.service.Backoff;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    @Test
    void goesOnAfterAFailureUntilItIsInterrupted() {
        AtomicInteger steps = new AtomicInteger();
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
        Repetition.Step step = () -> {
            switch (steps.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("Cannot reserve direct memory");
                case 2 -> throw new IllegalStateException("unforeseen");
                case 3 -> {
                    // Works again.
                }
                default -> throw new InterruptedException();
            }
        };

        new Repetition(step, backoff).run();

        assertThat(steps).hasValue(4);
        assertThat(Thread.interrupted()).isTrue();
    }
}
