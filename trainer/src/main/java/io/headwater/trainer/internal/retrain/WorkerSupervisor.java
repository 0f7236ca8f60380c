package io.headwater.trainer.internal.retrain;

import io.headwater.service.Backoff;
import io.headwater.trainer.TrainerMetrics;
import io.headwater.trainer.internal.publication.FencedException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one worker at a time; after a fault the next one is due with a growing pause. For the coordinator's thread. */
final class WorkerSupervisor {

    private static final Logger log = LoggerFactory.getLogger(WorkerSupervisor.class);

    private final Supplier<Worker> workers;
    private final TrainerMetrics metrics;
    private final TrainerStatus status;
    private final Backoff backoff;
    private Worker worker;
    private Worker leaving;
    private long restartAt;

    /**
     * @param workers makes the next one
     * @param backoff begins anew when a worker has got on well
     */
    WorkerSupervisor(Supplier<Worker> workers, TrainerMetrics metrics, TrainerStatus status, Backoff backoff) {
        this.workers = workers;
        this.metrics = metrics;
        this.status = status;
        this.backoff = backoff;
    }

    /** Notes whether the worker has ended, and why. */
    void check() {
        if (worker == null || worker.isAlive()) {
            return;
        }
        if (worker.wasWorking()) {
            backoff.reset();
        }
        worker.failure().ifPresent(this::failed);
        worker = null;
        metrics.active(false);
    }

    private void failed(Throwable failure) {
        restartAt = System.currentTimeMillis() + backoff.nextMillis();
        metrics.failed();
        if (failure instanceof FencedException) {
            // Whether to stand by is for the group to say: the partition may still be this trainer's.
            log.warn(failure.getMessage());
            status.failing(failure.getMessage());
        } else {
            log.error("The work was interrupted and begins again", failure);
            status.failing(failure.toString());
        }
    }

    /**
     * Whether there is no worker and the pause after the last fault is over. One that was stopped in the middle of a training
     * has to have ended: PyTorch can do only one at a time.
     */
    boolean isDue() {
        return worker == null && (leaving == null || !leaving.isAlive()) && System.currentTimeMillis() >= restartAt;
    }

    /** Lets the next worker begin without a pause. */
    void skipPause() {
        restartAt = 0;
    }

    void start() {
        worker = workers.get();
        worker.start();
        metrics.active(true);
    }

    /** @param patience how long it waits for the worker to end, which then ends by itself; 0 for not at all */
    void stop(Duration patience) {
        if (worker == null) {
            return;
        }
        worker.askToStop();
        try {
            worker.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker.isAlive()) {
            log.warn("A retraining is still under way; it ends by itself");
            leaving = worker;
        }
        worker = null;
        metrics.active(false);
    }
}
