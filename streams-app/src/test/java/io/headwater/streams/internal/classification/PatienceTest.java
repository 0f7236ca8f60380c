package io.headwater.streams.internal.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PatienceTest {

    /** Each wait takes far longer than it should, as if the machine had been paused in it; the last one ends well. */
    private static final class PausedFuture extends CompletableFuture<String> {
        private int pauses = 3;

        @Override
        public String get(long timeout, TimeUnit unit) throws TimeoutException, InterruptedException {
            if (pauses-- == 0) {
                return "done";
            }
            Thread.sleep(300);
            throw new TimeoutException();
        }
    }

    @Test
    void aPauseOfTheMachineDoesNotCount() throws Exception {
        assertThat(new Patience(Duration.ofMillis(400)).await(new PausedFuture()))
                .isEqualTo("done");
    }

    @Test
    void endsAndIsSharedByAllThatAreWaitedFor() {
        Patience patience = new Patience(Duration.ofMillis(120));
        assertThatThrownBy(() -> patience.await(new CompletableFuture<>())).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> patience.await(new PausedFuture())).isInstanceOf(TimeoutException.class);
    }

    @Test
    void withoutPatienceOnlyWhatIsDoneIsTaken() throws Exception {
        assertThat(Patience.NONE.await(CompletableFuture.completedFuture("done")))
                .isEqualTo("done");
        assertThatThrownBy(() -> Patience.NONE.await(new CompletableFuture<>())).isInstanceOf(TimeoutException.class);
    }
}
