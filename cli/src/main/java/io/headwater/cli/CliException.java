package io.headwater.cli;

import java.io.IOException;

/** Ends a command with exit code 1. The message is one line: what went wrong, where, and what to do about it. */
public final class CliException extends RuntimeException {

    public CliException(String message) {
        super(message);
    }

    public CliException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Ends the message with the cause: its text, after its name where that may be no more than the name of a file. */
    public static CliException because(String message, IOException cause) {
        boolean speaksForItself = cause.getClass() == IOException.class && cause.getMessage() != null;
        return new CliException(message + ": " + (speaksForItself ? cause.getMessage() : cause), cause);
    }
}
