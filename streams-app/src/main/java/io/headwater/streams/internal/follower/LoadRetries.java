package io.headwater.streams.internal.follower;

import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.UnsupportedModelException;
import io.headwater.service.Backoff;
import io.headwater.vision.ModelAlias;
import java.time.Duration;

/** When a version that could not be loaded is tried again. Another alias is tried at once. */
final class LoadRetries {

    private static final Duration PERMANENT_PAUSE = Duration.ofMinutes(1);

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    private ModelAlias failed;
    private long nextTryNanos;

    boolean isDue(ModelAlias alias) {
        return !alias.equals(failed) || System.nanoTime() - nextTryNanos >= 0;
    }

    /**
     * Takes note of a failure.
     *
     * @return the pause until the next try, in milliseconds: what is damaged or not a model will hardly change soon
     */
    long failed(ModelAlias alias, Throwable cause) {
        if (!alias.equals(failed)) {
            failed = alias;
            backoff.reset();
        }
        boolean permanent = cause instanceof ArtifactIntegrityException || cause instanceof UnsupportedModelException;
        long pauseMillis = permanent ? PERMANENT_PAUSE.toMillis() : backoff.nextMillis();
        nextTryNanos = System.nanoTime() + Duration.ofMillis(pauseMillis).toNanos();
        return pauseMillis;
    }
}
