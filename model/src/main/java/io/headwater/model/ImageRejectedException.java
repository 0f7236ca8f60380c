package io.headwater.model;

/** An image that cannot be classified, now or later: it belongs with the dead letters. */
public class ImageRejectedException extends RuntimeException {

    /** Why, for metrics and dead-letter headers. */
    public enum Reason {
        /** No bytes and no uri, or zero bytes. */
        EMPTY,
        /** Not an encoding that the decoder knows. */
        UNSUPPORTED_FORMAT,
        /** The data end too early. */
        TRUNCATED,
        /** The data contradict their own format. */
        CORRUPT,
        /** Width or height is zero or negative. */
        INVALID_DIMENSIONS,
        /** More pixels than {@code image.max.pixels}. */
        TOO_MANY_PIXELS,
        /** More bytes than {@code image.max.bytes}. */
        TOO_MANY_BYTES,
        /** The uri does not start with an allowed prefix. */
        URI_NOT_ALLOWED,
        /** The server says that there is no such image. */
        NOT_FOUND,
        /** The bytes do not have the hash of the event. */
        HASH_MISMATCH
    }

    private final Reason reason;

    public ImageRejectedException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ImageRejectedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
