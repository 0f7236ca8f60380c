package io.headwater.streams.internal.inference;

import io.headwater.service.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A step that is taken again and again until its thread is interrupted, after a pause where it failed. */
final class Repetition implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);

    /** What is repeated. */
    @FunctionalInterface
    interface Step {
        void take() throws InterruptedException;
    }

    private final Step step;
    private final Backoff backoff;

    Repetition(Step step, Backoff backoff) {
        this.step = step;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try {
            while (true) {
                takeOrPause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeOrPause() throws InterruptedException {
        try {
            step.take();
            backoff.reset();
        } catch (RuntimeException | Error e) {
            // Memory for a batch that is not there now, say, may be there soon; a thread that ends is never replaced.
            LOG.error("Images wait: a thread that works on them failed and tries again", e);
            backoff.pause();
        }
    }
}
