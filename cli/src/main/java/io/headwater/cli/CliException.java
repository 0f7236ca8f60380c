package io.headwater.cli;

/** Ends a command with exit code 1. The message is one line: what went wrong, where, and what to do about it. */
public final class CliException extends RuntimeException {

    public CliException(String message) {
        super(message);
    }

    public CliException(String message, Throwable cause) {
        super(message, cause);
    }
}
