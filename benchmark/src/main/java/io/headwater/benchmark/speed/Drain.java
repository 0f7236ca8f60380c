package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import java.util.stream.LongStream;

/** One classifier, warm, that is given backlogs to work off. */
final class Drain implements AutoCloseable {

    private static final double MILLIS = 1000;
    private static final double EDGE = 0.1;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_MILLIS = 20;

    /**
     * What a backlog took.
     *
     * @param cpuMicrosPerImage processor time of the classifier from its thaw until its results are read
     */
    record Work(double imagesPerSecond, double cpuMicrosPerImage) {}

    private final Contestant contestant;
    private final Lane lane;
    private final ResultReader results;

    Drain(Contestant contestant, Lane lane, ResultReader results) {
        this.contestant = contestant;
        this.lane = lane;
        this.results = results;
    }

    void warmUp(double seconds) throws InterruptedException {
        Entrant entrant = new Entrant("headwater-eos", contestant, lane, results);
        lane.fillUpTo(20_000);
        entrant.warmUp(seconds);
        contestant.child().thaw();
        readAll();
        contestant.child().freeze();
    }

    /**
     * Images per second while the backlog is worked off, from the tenth percentile of the results to the ninetieth: what
     * getting going takes would weigh more in a small one. Results are read when all are there: of a large backlog reading
     * would otherwise take more of the classifier's cores than of a small one.
     */
    Work work(long images) throws InterruptedException {
        lane.fillUpTo(lane.sent() + images);
        long cpu = contestant.child().cpuMillis();
        contestant.child().thaw();
        awaitClassified();
        long[] times = readAll();
        contestant.child().freeze();
        cpu = contestant.child().cpuMillis() - cpu;
        int first = (int) (times.length * EDGE);
        int last = times.length - 1 - first;
        return new Work((last - first) * MILLIS / (times[last] - times[first]), cpu * MILLIS / images);
    }

    /** Lets it run with nothing to do, as after a version was published. */
    void idle(long millis) throws InterruptedException {
        contestant.child().thaw();
        Thread.sleep(millis);
        contestant.child().freeze();
    }

    private void awaitClassified() throws InterruptedException {
        long before = 0;
        long last = System.nanoTime();
        while (before < lane.sent()) {
            Thread.sleep(LOOK_MILLIS);
            long now = contestant.stats().images();
            if (now > before) {
                before = now;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "Of " + lane.sent() + " images " + now + " were classified, then none for a minute");
            }
        }
    }

    /** When each result was written, in order. */
    private long[] readAll() {
        LongStream.Builder times = LongStream.builder();
        long last = System.nanoTime();
        while (results.read() - results.repeated() < lane.sent()) {
            long before = results.read();
            results.poll((image, at) -> times.add(at));
            if (results.read() > before) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "Of " + lane.sent() + " images " + results.read() + " were answered, then none for a minute");
            }
        }
        return times.build().sorted().toArray();
    }

    /** Ends the classifier in order. */
    void end() {
        contestant.child().thaw();
        contestant.child().ask("close");
    }

    @Override
    public void close() {
        contestant.close();
        results.close();
    }
}
