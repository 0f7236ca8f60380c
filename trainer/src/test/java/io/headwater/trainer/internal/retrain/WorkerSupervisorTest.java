package io.headwater.trainer.internal.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.service.Backoff;
import io.headwater.trainer.TrainerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerSupervisorTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TrainerStatus status = new TrainerStatus();
    private final CountDownLatch trained = new CountDownLatch(1);

    @AfterEach
    void endTraining() {
        trained.countDown();
    }

    private WorkerSupervisor supervisor(Worker.Work work) {
        Backoff backoff = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
        return new WorkerSupervisor(() -> new Worker(work), new TrainerMetrics(meters), status, backoff);
    }

    @Test
    void noOtherWorkerBeginsBesideOneThatIsStillTraining() {
        WorkerSupervisor supervisor = supervisor(stopped -> trained.await());
        supervisor.start();
        supervisor.stop(Duration.ZERO);

        assertThat(supervisor.isDue()).isFalse();

        trained.countDown();
        Awaitility.await().until(supervisor::isDue);
    }
}
