package io.headwater.service;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between tries: doubling from the first to the longest, each drawn between half and the whole of its length so
 * that many instances do not try in step. Not safe for use by several threads.
 */
public final class Backoff {

    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    public Backoff(Duration first, Duration longest) {
        this.firstMillis = Math.max(1, first.toMillis());
        this.longestMillis = Math.max(firstMillis, longest.toMillis());
        this.nextMillis = firstMillis;
    }

    /** Length of the next pause, in milliseconds. */
    public long nextMillis() {
        long length = nextMillis;
        nextMillis = Math.min(longestMillis, nextMillis * 2);
        return ThreadLocalRandom.current().nextLong(length / 2, length + 1);
    }

    /** Starts again from the first pause, after a success. */
    public void reset() {
        nextMillis = firstMillis;
    }

    /** Waits for the next pause. */
    public void pause() throws InterruptedException {
        Thread.sleep(nextMillis());
    }
}
