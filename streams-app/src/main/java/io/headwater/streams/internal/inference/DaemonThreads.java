package io.headwater.streams.internal.inference;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads that are named by what they do, and do not keep the process alive. */
final class DaemonThreads implements ThreadFactory {

    private final AtomicInteger number = new AtomicInteger();
    private final String role;

    DaemonThreads(String role) {
        this.role = role;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "headwater-" + role + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
