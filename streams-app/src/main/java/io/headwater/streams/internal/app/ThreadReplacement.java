package io.headwater.streams.internal.app;

import io.headwater.service.Backoff;
import java.time.Duration;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died. Nothing it had not committed is lost: the new one reads it again. The pauses in
 * between keep a fault that stays from turning into a busy loop.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final long CALM_NANOS = Duration.ofMinutes(2).toNanos();

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    private volatile boolean closing;
    private long lastFailureNanos = System.nanoTime();

    /** From now on threads that die are not replaced, nor waited for. */
    public void close() {
        closing = true;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        if (closing) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long pauseMillis = nextPause();
        LOG.error("A stream thread failed and is replaced in {} ms", pauseMillis, exception);
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized long nextPause() {
        long now = System.nanoTime();
        if (now - lastFailureNanos > CALM_NANOS) {
            backoff.reset();
        }
        lastFailureNanos = now;
        return backoff.nextMillis();
    }
}
