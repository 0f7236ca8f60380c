package io.headwater.trainer.internal.retrain;

import io.headwater.service.Backoff;
import io.headwater.trainer.internal.publication.FencedException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one worker at a time; after a fault the next one is due with a growing pause. For the coordinator's thread. */
final class WorkerSupervisor {

    private static final Logger log = LoggerFactory.getLogger(WorkerSupervisor.class);

    private final Tools tools;
    private final Requests requests;
    private final TrainerStatus status;
    private final Backoff backoff;
    private Worker worker;
    private long restartAt;

    /** @param backoff begins anew when a worker has got on well */
    WorkerSupervisor(Tools tools, Requests requests, TrainerStatus status, Backoff backoff) {
        this.tools = tools;
        this.requests = requests;
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
    }

    private void failed(Throwable failure) {
        restartAt = System.currentTimeMillis() + backoff.nextMillis();
        tools.metrics().failed();
        if (failure instanceof FencedException) {
            log.warn("{}; standing by", failure.getMessage());
            status.standingBy();
        } else {
            log.error("The work was interrupted and begins again", failure);
            status.failing(failure.toString());
        }
    }

    /** Whether there is no worker and the pause after the last fault is over. */
    boolean isDue() {
        return worker == null && System.currentTimeMillis() >= restartAt;
    }

    /** Lets the next worker begin without a pause. */
    void skipPause() {
        restartAt = 0;
    }

    void start() {
        worker = new Worker(tools, requests, status);
        worker.start();
        tools.metrics().active(true);
    }

    /** @param patience how long it waits for the worker to end, which then is left to itself; 0 for not at all */
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
            log.warn("The work goes on for now; what it publishes will be refused");
        }
        worker = null;
        tools.metrics().active(false);
    }
}
