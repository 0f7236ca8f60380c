package io.headwater.streams.internal.classification;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long outcomes are waited for, all together. Counted is the time that the process was waiting, not that on the clock:
 * where a machine is paused, whoever makes the outcomes has stood still, too.
 */
final class Patience {

    /** Takes only what is done. */
    static final Patience NONE = new Patience(Duration.ZERO);

    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();

    private long leftNanos;

    Patience(Duration total) {
        this.leftNanos = total.toNanos();
    }

    /** The result of the future, waited for as long as patience lasts. */
    <T> T await(Future<T> future) throws TimeoutException, InterruptedException, ExecutionException {
        while (!future.isDone()) {
            long step = Math.min(leftNanos, STEP_NANOS);
            long start = System.nanoTime();
            try {
                return future.get(step, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (step == leftNanos) {
                    throw e;
                }
            } finally {
                leftNanos -= Math.min(step, System.nanoTime() - start);
            }
        }
        return future.get();
    }
}
