package io.headwater.benchmark.speed;

import java.util.ArrayList;
import java.util.List;

/**
 * A contender in the latency rounds, in a process of its own with settings for latency: frozen, except while it is its
 * turn. Images come at half of its own throughput.
 */
final class LatencyEntrant implements AutoCloseable {

    /** After a thaw: what was to be done meanwhile is made up for, caches fill. */
    private static final double SETTLE_SECONDS = 5;

    private final String name;
    private final Contestant contestant;
    private final LatencyRun run;
    private final double throughput;
    private final List<Latency> rounds = new ArrayList<>();

    /**
     * @param contestant just started
     * @param run null for the bare loop, which takes the times itself
     * @param throughput images/s that it can do
     */
    LatencyEntrant(String name, Contestant contestant, LatencyRun run, double throughput) {
        this.name = name;
        this.contestant = contestant;
        this.run = run;
        this.throughput = throughput;
    }

    String name() {
        return name;
    }

    List<Latency> rounds() {
        return rounds;
    }

    /**
     * Warms up and freezes.
     *
     * @param seconds at full speed, which the bare loop has had when it looked for its batch size, and as many at the rate
     */
    void warmUp(double seconds) throws InterruptedException {
        if (run != null) {
            run.warmUp((long) (throughput * seconds));
        }
        nanos(seconds, 0);
        contestant.child().freeze();
    }

    /** Thaws, measures, freezes. */
    Latency measure(double seconds) throws InterruptedException {
        contestant.child().thaw();
        Latency latency = Latency.of(rate(), nanos(SETTLE_SECONDS, seconds));
        contestant.child().freeze();
        rounds.add(latency);
        return latency;
    }

    private double rate() {
        return throughput / 2;
    }

    /** Nanoseconds by image, of those that came after some seconds at the rate. */
    private long[] nanos(double settling, double seconds) throws InterruptedException {
        return run == null
                ? contestant.answer("latency " + rate() + " " + settling + " " + seconds, long[].class)
                : run.measure(rate(), settling, seconds);
    }

    @Override
    public void close() {
        contestant.close();
    }
}
