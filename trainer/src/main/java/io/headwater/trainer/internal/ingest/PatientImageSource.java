package io.headwater.trainer.internal.ingest;

import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageSource;
import io.headwater.service.Backoff;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Gets images' bytes, and tries again for a while where a server has a fault that may pass. */
public final class PatientImageSource {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ImageSource source;
    private final Duration patience;

    public PatientImageSource(ImageSource source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    /** A round of fetches close to each other in time. */
    Round round() {
        return new Round();
    }

    /**
     * Patience is used up once for a server: after that its images get a single try each, until one succeeds. A server
     * that is gone must not hold up the samples of all its images one after another.
     */
    final class Round {

        private final Set<String> silent = new HashSet<>();

        /**
         * The event's encoded image.
         *
         * @throws ImageRejectedException this event can never be fetched
         * @throws ImageUnavailableException the patience is used up
         * @throws InterruptedIOException the thread was interrupted
         */
        ByteBuffer bytes(ImageEvent event) throws ImageUnavailableException, InterruptedIOException {
            String server = server(event);
            long began = System.nanoTime();
            Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
            while (true) {
                try {
                    ByteBuffer bytes = source.bytes(event);
                    silent.remove(server);
                    return bytes;
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    if (silent.contains(server)) {
                        throw new ImageUnavailableException(
                                "not fetched, and " + server + " has just been waited for: " + e.getMessage(), e);
                    }
                    if (System.nanoTime() - began >= patience.toNanos()) {
                        silent.add(server);
                        throw new ImageUnavailableException(
                                "not fetched within " + patience.toMillis() + " ms: " + e.getMessage(), e);
                    }
                    pause(backoff);
                }
            }
        }
    }

    private static String server(ImageEvent event) {
        try {
            return event.getUri() == null
                    ? ""
                    : String.valueOf(URI.create(event.getUri()).getAuthority());
        } catch (IllegalArgumentException e) {
            // The source rejects it.
            return "";
        }
    }

    private static void pause(Backoff backoff) throws InterruptedIOException {
        try {
            backoff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to fetch an image");
        }
    }

    /** The server of an image does not give it. */
    static final class ImageUnavailableException extends Exception {

        ImageUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
