package io.headwater.trainer.internal.retrain;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The thread that works, until it is told to stop or something fails. */
final class Worker extends Thread {

    /** Whoever has worked for so long had got on well. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    /** What it does, until it is told to stop. */
    @FunctionalInterface
    interface Work {
        void work(BooleanSupplier stopped) throws Exception;
    }

    private final Work work;
    private final long began = System.nanoTime();
    private volatile boolean stopped;
    private volatile Throwable failure;

    Worker(Work work) {
        super("trainer-worker");
        this.work = work;
    }

    @Override
    public void run() {
        try {
            work.work(() -> stopped);
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
