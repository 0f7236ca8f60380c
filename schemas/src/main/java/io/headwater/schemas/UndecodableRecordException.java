package io.headwater.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** The bytes are not a record of the expected kind and never will be: poison, for the dead letters. */
public final class UndecodableRecordException extends SerializationException {

    /** What is wrong with the bytes. */
    public enum Reason {
        /** They do not begin with the zero byte and schema id that registry clients write. */
        NOT_FRAMED,
        /** The registry has no schema of that id. */
        UNKNOWN_SCHEMA,
        /** The schema is known, but the bytes do not decode with it, or it is not one of ours. */
        WRONG_SCHEMA
    }

    private final Reason reason;

    public UndecodableRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
