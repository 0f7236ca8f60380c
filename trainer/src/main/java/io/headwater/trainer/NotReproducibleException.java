package io.headwater.trainer;

/** A version cannot be made again from what its lineage says; the message says what is missing. */
public final class NotReproducibleException extends RuntimeException {

    public NotReproducibleException(String message) {
        super(message);
    }

    public NotReproducibleException(String message, Throwable cause) {
        super(message, cause);
    }
}
