package io.headwater.cli.command;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Turns Ctrl-C, termination and hang-up into an interrupt of one thread, which then stops things in order and returns.
 *
 * <p>Not a shutdown hook: hooks run at once and next to each other, and ONNX Runtime's own would tear the engine down
 * under sessions that are still in use. A second signal ends the process at once.
 */
final class Interruption {

    private static final int INTERRUPTED_EXIT_CODE = 130;

    private final AtomicBoolean interrupted = new AtomicBoolean();

    private Interruption(Thread thread) {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                Signal.handle(new Signal(name), signal -> signalled(thread));
            } catch (IllegalArgumentException e) {
                // Taken by the JVM's own options (-Xrs) or ignored by the parent (nohup): then it stays that way.
            }
        }
    }

    static Interruption ofCurrentThread() {
        return new Interruption(Thread.currentThread());
    }

    private void signalled(Thread thread) {
        if (interrupted.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED_EXIT_CODE);
        }
        thread.interrupt();
    }

    /** Whether a signal has come. */
    boolean happened() {
        return interrupted.get();
    }

    /** Returns when a signal has come; the thread's interrupt flag is clear then. */
    void await() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            // What was waited for.
        }
    }
}
