package io.headwater.streams.internal.follower;

import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.UnsupportedModelException;
import io.headwater.service.Backoff;
import java.time.Duration;

/** When a version that could not be loaded is tried again. An alias of another epoch is tried at once. */
final class LoadRetries {

    private static final Duration PERMANENT_PAUSE = Duration.ofMinutes(1);

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    private long failedEpoch = Long.MIN_VALUE;
    private long nextTryNanos;

    boolean isDue(long epoch) {
        return epoch != failedEpoch || System.nanoTime() - nextTryNanos >= 0;
    }

    /**
     * Takes note of a failure.
     *
     * @return the pause until the next try, in milliseconds: what is damaged or not a model will hardly change soon
     */
    long failed(long epoch, Throwable cause) {
        if (epoch != failedEpoch) {
            failedEpoch = epoch;
            backoff.reset();
        }
        boolean permanent = cause instanceof ArtifactIntegrityException || cause instanceof UnsupportedModelException;
        long pauseMillis = permanent ? PERMANENT_PAUSE.toMillis() : backoff.nextMillis();
        nextTryNanos = System.nanoTime() + Duration.ofMillis(pauseMillis).toNanos();
        return pauseMillis;
    }
}
