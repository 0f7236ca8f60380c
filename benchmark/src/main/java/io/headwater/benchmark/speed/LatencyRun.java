package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import java.util.Arrays;

/**
 * Sends images at a fixed rate and takes the time until the committed result of each is there. Times count from when an
 * image was due, so that a contender which holds the sender up is not spared what it would have got meanwhile.
 */
final class LatencyRun {

    private static final double NANOS = 1e9;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Lane lane;
    private final ResultReader results;

    /** @param results nothing read yet; only this reads it until the run is over */
    LatencyRun(Lane lane, ResultReader results) {
        this.lane = lane;
        this.results = results;
    }

    /** Sends that many as fast as it goes and returns when all are answered. */
    void warmUp(long images) {
        lane.fillUpTo(images);
        await(images, (image, at) -> {});
    }

    /**
     * Measures.
     *
     * @param settling seconds at the rate before; images that come one by one run other code than a backlog does
     * @return nanoseconds by image, in the order in which they were due
     */
    long[] measure(double rate, double settling, double seconds) throws InterruptedException {
        long first = lane.sent();
        int before = (int) (rate * settling);
        int count = before + (int) (rate * seconds);
        long[] arrivals = new long[count];
        Thread reader = new Thread(
                () -> await(first + count, (image, at) -> arrivals[(int) (image - first)] = System.nanoTime()));
        Throwable[] failure = new Throwable[1];
        reader.setUncaughtExceptionHandler((thread, exception) -> failure[0] = exception);
        reader.start();
        long start = lane.sendAtRate(rate, count);
        reader.join();
        if (failure[0] != null) {
            throw new IllegalStateException(failure[0].getMessage(), failure[0]);
        }
        long[] latencies = new long[count];
        for (int i = 0; i < count; i++) {
            latencies[i] = arrivals[i] - start - (long) (i / rate * NANOS);
        }
        return Arrays.copyOfRange(latencies, before, count);
    }

    private void await(long images, ResultReader.Visitor visitor) {
        long last = System.nanoTime();
        long read = results.read();
        while (results.read() - results.repeated() < images) {
            results.poll(visitor);
            if (results.read() > read) {
                read = results.read();
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE_NANOS) {
                throw new IllegalStateException("Of " + images + " images " + (read - results.repeated())
                        + " were answered, then none for a minute");
            }
        }
    }
}
