package io.headwater.trainer.internal.ingest;

import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageSource;
import io.headwater.service.Backoff;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Gets an image's bytes, and tries again for a while where its server has a fault that may pass. */
public final class PatientImageSource {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ImageSource source;
    private final Duration patience;

    public PatientImageSource(ImageSource source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    /**
     * The event's encoded image.
     *
     * @throws ImageRejectedException this event can never be fetched
     * @throws ImageUnavailableException the patience is used up
     * @throws InterruptedIOException the thread was interrupted
     */
    ByteBuffer bytes(ImageEvent event) throws ImageUnavailableException, InterruptedIOException {
        long began = System.nanoTime();
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (true) {
            try {
                return source.bytes(event);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() - began >= patience.toNanos()) {
                    throw new ImageUnavailableException(
                            "not fetched within " + patience.toMillis() + " ms: " + e.getMessage(), e);
                }
                pause(backoff);
            }
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
