package io.headwater.model;

import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** The encoded bytes of image events: inline, or fetched from an allowed place. */
public final class ImageSource {

    /**
     * @param allowedPrefixes what a uri must start with ({@code https://…} or {@code http://…}); empty allows none
     * @param timeout for one fetch from connecting to the last byte
     * @param maxBytes largest image that is accepted
     */
    public ImageSource(HttpClient client, List<String> allowedPrefixes, Duration timeout, int maxBytes) {}

    /**
     * The event's encoded image, its hash checked when the event has one.
     *
     * @throws ImageRejectedException this event can never be fetched
     * @throws IOException a fault that may pass: time-out, connection refused, server error
     */
    public ByteBuffer bytes(ImageEvent event) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }
}
