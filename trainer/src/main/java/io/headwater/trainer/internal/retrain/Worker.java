package io.headwater.trainer.internal.retrain;

import java.time.Duration;
import java.util.Optional;

/** The thread that works, until it is told to stop or something fails. */
final class Worker extends Thread {

    /** Whoever has worked for so long had got on well. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final ActiveTrainer trainer;
    private final long began = System.nanoTime();
    private volatile boolean stopped;
    private volatile Throwable failure;

    Worker(Tools tools, Requests requests, TrainerStatus status) {
        super("trainer-worker");
        this.trainer = new ActiveTrainer(tools, requests, status, () -> stopped);
    }

    @Override
    public void run() {
        try {
            trainer.work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** Returns at once; a retraining under way is still finished. */
    void askToStop() {
        stopped = true;
    }

    /** Why it ended; empty while it works, and where it was told to stop. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether it had got on well before it ended, so that the next fault is not the last one again. */
    boolean wasWorking() {
        return failure == null || System.nanoTime() - began > STEADY.toNanos();
    }
}
