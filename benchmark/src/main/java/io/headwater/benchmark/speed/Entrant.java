package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.contender.Stats;
import io.headwater.benchmark.speed.platform.Child;
import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import java.util.ArrayList;
import java.util.List;

/** A contender in the throughput rounds: frozen, except while it is its turn. */
final class Entrant implements AutoCloseable {

    /** After a thaw: connections are made again, buffers fill. */
    private static final long SETTLE_MILLIS = 2_000;

    private static final int RECOVERY_SECONDS = 60;

    /** Results of the window are committed by then. */
    private static final long COMMIT_MILLIS = 1_500;

    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;
    private static final double RESERVE = 1.5;
    private static final int ATTEMPTS = 3;

    /** A warm-up must not run dry between two looks at it, though it gets faster. */
    private static final double RESERVE_SECONDS = 10;

    private final String name;
    private final Contestant contestant;
    private final Lane input;
    private final ResultReader results;
    private final List<Round> rounds = new ArrayList<>();
    private double fastest;
    private long done;

    /**
     * @param input null for the bare loop, as results
     * @param results read after each round
     */
    Entrant(String name, Contestant contestant, Lane input, ResultReader results) {
        this.name = name;
        this.contestant = contestant;
        this.input = input;
        this.results = results;
    }

    String name() {
        return name;
    }

    List<Round> rounds() {
        return rounds;
    }

    double imagesPerSecond() {
        return Row.median(rounds, Round::imagesPerSecond);
    }

    long repeated() {
        return results == null ? 0 : results.repeated();
    }

    /** Warms up and freezes. */
    void warmUp(double seconds) throws InterruptedException {
        long[] lastLook = {System.nanoTime()};
        contestant.warmUp(seconds, stats -> {
            long now = System.nanoTime();
            fastest = Math.max(fastest, (stats.images() - done) * NANOS / (now - lastLook[0]));
            done = stats.images();
            lastLook[0] = now;
            if (input != null) {
                input.fillUpTo(done + (long) (RESERVE_SECONDS * fastest));
            }
        });
        done = contestant.stats().images();
        contestant.child().freeze();
    }

    /** Thaws, measures, freezes; once more where the images did not last. */
    Round measure(double seconds) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (input != null) {
                double needed = fastest * RESERVE * (seconds + (SETTLE_MILLIS + COMMIT_MILLIS) / MILLIS);
                input.fillUpTo(done + (long) needed);
            }
            Round round = turn(seconds);
            if (input == null || done < input.sent()) {
                rounds.add(round);
                return round;
            }
            fastest *= 2;
        }
        throw new IllegalStateException(name + " ran out of images " + ATTEMPTS + " times");
    }

    private Round turn(double seconds) throws InterruptedException {
        Child child = contestant.child();
        child.thaw();
        settle();
        Stats before = contestant.stats();
        long cpu = child.cpuMillis();
        long from = System.currentTimeMillis();
        Thread.sleep((long) (seconds * MILLIS));
        Stats after = contestant.stats();
        cpu = child.cpuMillis() - cpu;
        long to = System.currentTimeMillis();
        int rss = child.residentMiB();
        Thread.sleep(input == null ? 0 : COMMIT_MILLIS);
        done = contestant.stats().images();
        child.freeze();
        double images = after.images() - before.images();
        double rate = input == null ? images * MILLIS / (to - from) : committedRate(from, to);
        fastest = Math.max(fastest, rate);
        return new Round(
                rate,
                cpu / images,
                (after.allocatedBytes() - before.allocatedBytes()) / images,
                images / Math.max(1, after.batches() - before.batches()),
                rss);
    }

    /** A consumer that was frozen for longer than its session has to join its group anew. */
    private void settle() throws InterruptedException {
        long start = System.nanoTime();
        while ((System.nanoTime() - start) / NANOS < RECOVERY_SECONDS) {
            long before = contestant.stats().images();
            Thread.sleep(SETTLE_MILLIS);
            if (contestant.stats().images() > before) {
                return;
            }
        }
        throw new IllegalStateException(name + " does nothing " + RECOVERY_SECONDS + " s after it was thawed");
    }

    /**
     * Committed images/s between the last results before the window's beginning and the last ones before its end: who sends
     * twice a second would have up to a half second's results more or less in the window itself.
     */
    private double committedRate(long from, long to) {
        List<Long> appended = new ArrayList<>();
        results.readToEnd((image, at) -> appended.add(at));
        long first = lastBefore(from, appended);
        long last = lastBefore(to, appended);
        long count = appended.stream().filter(at -> at > first && at <= last).count();
        return last > first ? count * MILLIS / (last - first) : 0;
    }

    private static long lastBefore(long time, List<Long> appended) {
        return appended.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at < time)
                .max()
                .orElse(time);
    }

    @Override
    public void close() {
        contestant.close();
        if (results != null) {
            results.close();
        }
    }
}
