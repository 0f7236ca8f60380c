package io.headwater.model;

import io.headwater.model.ImageRejectedException.Reason;
import io.headwater.model.internal.AllowedUris;
import io.headwater.model.internal.LimitedBody;
import io.headwater.model.internal.Sha256;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The encoded bytes of image events: inline, or fetched from an allowed place. */
public final class ImageSource {

    /** Client errors that may pass: request time-out, too early, too many requests. */
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

    private final HttpClient client;
    private final AllowedUris allowed;
    private final Duration timeout;
    private final int maxBytes;

    /**
     * @param client must not follow redirects, which lead anywhere
     * @param allowedPrefixes what a uri must start with ({@code https://…} or {@code http://…}); empty allows none
     * @param timeout for one fetch from connecting to the last byte
     * @param maxBytes largest image that is accepted
     */
    public ImageSource(HttpClient client, List<String> allowedPrefixes, Duration timeout, int maxBytes) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("The client must not follow redirects");
        }
        this.client = client;
        this.allowed = new AllowedUris(allowedPrefixes);
        this.timeout = timeout;
        this.maxBytes = maxBytes;
    }

    /**
     * With a client of its own, which follows no redirects.
     *
     * @param allowedPrefixes what a uri must start with ({@code https://…} or {@code http://…}); empty allows none
     * @param timeout for one fetch from connecting to the last byte
     * @param maxBytes largest image that is accepted
     * @throws IllegalArgumentException a prefix is none
     */
    public static ImageSource over(List<String> allowedPrefixes, Duration timeout, int maxBytes) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new ImageSource(client, allowedPrefixes, timeout, maxBytes);
    }

    /**
     * The event's encoded image, its hash checked when the event has one.
     *
     * @throws ImageRejectedException this event can never be fetched
     * @throws IOException a fault that may pass: time-out, connection refused, server error
     */
    public ByteBuffer bytes(ImageEvent event) throws IOException {
        ByteBuffer bytes;
        if (event.getBytes() != null) {
            bytes = event.getBytes().slice();
        } else if (event.getUri() != null) {
            if (event.getSha256() == null) {
                throw new ImageRejectedException(
                        Reason.HASH_MISMATCH, "The event has a uri without the sha256 of what is there");
            }
            bytes = ByteBuffer.wrap(fetch(event.getUri()));
        } else {
            throw new ImageRejectedException(Reason.EMPTY, "The event has neither bytes nor a uri");
        }
        if (bytes.remaining() > maxBytes) {
            throw tooLarge("The image has " + bytes.remaining() + " bytes");
        }
        requireHash(event, bytes);
        return bytes;
    }

    private static void requireHash(ImageEvent event, ByteBuffer bytes) {
        if (event.getSha256() != null) {
            String found = Sha256.of(bytes);
            if (!found.equalsIgnoreCase(event.getSha256())) {
                throw new ImageRejectedException(
                        Reason.HASH_MISMATCH,
                        "The image has the SHA-256 " + found + ", the event says " + event.getSha256());
            }
        }
    }

    private byte[] fetch(String text) throws IOException {
        URI uri = allowed.check(text);
        if (uri == null) {
            throw new ImageRejectedException(
                    Reason.URI_NOT_ALLOWED, "The uri " + text + " does not match image.uri.allow");
        }
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new LimitedBody(maxBytes));
        try {
            // The request's own time-out ends with the headers; a body may trickle for ever.
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            requireSuccess(response.statusCode(), uri);
            if (response.body() == null) {
                throw tooLarge("The image at " + uri + " is larger than allowed");
            }
            return response.body();
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException("No complete answer from " + uri + " within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("Cannot fetch " + uri + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while fetching " + uri);
        }
    }

    private static void requireSuccess(int status, URI uri) throws IOException {
        if (status == 200) {
            return;
        }
        if (status >= 500 || TRANSIENT.contains(status)) {
            throw new IOException(uri + " answered " + status);
        }
        throw new ImageRejectedException(Reason.NOT_FOUND, uri + " answered " + status);
    }

    private ImageRejectedException tooLarge(String what) {
        return new ImageRejectedException(Reason.TOO_MANY_BYTES, what + ", above image.max.bytes (" + maxBytes + ")");
    }
}
