package io.headwater.cli.demo;

import io.headwater.cli.CliException;
import java.util.concurrent.atomic.AtomicReference;

/** The first thing that went wrong in any of the demo's threads; the story stops at it. */
final class Failure {

    private final AtomicReference<CliException> first = new AtomicReference<>();

    void note(String what, Throwable cause) {
        first.compareAndSet(null, new CliException(what + ": " + cause.getMessage(), cause));
    }

    void rethrow() {
        CliException failure = first.get();
        if (failure != null) {
            throw failure;
        }
    }
}
