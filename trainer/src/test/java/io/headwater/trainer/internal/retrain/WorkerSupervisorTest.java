package io.headwater.trainer.internal.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.service.Backoff;
import io.headwater.trainer.TrainerMetrics;
import io.headwater.trainer.internal.publication.FencedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
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

    @Test
    void aTrainerWhoseWorkerFailedIsNotActive() {
        WorkerSupervisor supervisor = supervisor(stopped -> {
            throw new IOException("broken");
        });
        supervisor.start();
        assertThat(active()).isOne();

        Awaitility.await().untilAsserted(() -> {
            supervisor.check();
            assertThat(active()).isZero();
        });
    }

    /** The group has not taken the partition away: nobody else may be there to work. */
    @Test
    void aFencedWorkerIsNoReasonToStandBy() {
        WorkerSupervisor supervisor = supervisor(stopped -> {
            throw new FencedException(new KafkaException("someone else"));
        });
        status.working();
        supervisor.start();

        Awaitility.await().untilAsserted(() -> {
            supervisor.check();
            assertThat(status.ready().ok()).isFalse();
        });
    }

    private double active() {
        return meters.get("headwater.trainer.active").gauge().value();
    }
}
