package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.contender.Assignment;
import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.model.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A new version is published while a classifier is at work: what that does to throughput and to latency. */
final class SwapRun {

    private static final String CONTENDER = "headwater-eos";
    private static final int KEYS = 1000;
    private static final double WARM_UP_SECONDS = 20;

    private static final double SETTLE_SECONDS = 15;

    /** Length of each of the two windows: before the swap, and around it, the swap in its middle. */
    private static final double WINDOW_SECONDS = 5;

    private static final double MILLIS = 1000;

    private final Cluster cluster;
    private final Workload workload;
    private final ArtifactStore store;
    private final Assignments assignments;

    SwapRun(Cluster cluster, Workload workload, ArtifactStore store, Assignments assignments) {
        this.cluster = cluster;
        this.workload = workload;
        this.store = store;
        this.assignments = assignments;
    }

    List<Growth> measure() throws IOException, InterruptedException {
        double[] rates = throughput();
        double[] p99 = latency(rates[0] / 2);
        return List.of(
                Growth.of("swap under load", 1, "images/s before", rates[0]),
                Growth.of("swap under load", 1, "images/s around ÷ before", rates[1] / rates[0]),
                Growth.of("swap at half load", 1, "p99 before, ms", p99[0]),
                Growth.of("swap at half load", 1, "p99 around ÷ before", p99[1] / p99[0]));
    }

    /** Images per second before and around. */
    private double[] throughput() throws IOException, InterruptedException {
        try (Lane lane = lane("busy");
                Contestant contestant = Contestant.start(assignment("busy", lane, false));
                ResultReader results = results(lane)) {
            Entrant entrant = new Entrant(CONTENDER, contestant, lane, results);
            lane.fillUpTo(20_000);
            entrant.warmUp(WARM_UP_SECONDS);
            double rate = entrant.measure(WINDOW_SECONDS).imagesPerSecond();
            lane.fillUpTo(lane.sent() + (long) (rate * 5 * WINDOW_SECONDS));
            contestant.child().thaw();
            long start = System.currentTimeMillis();
            pause(2.5 * WINDOW_SECONDS);
            lane.promote(store, 2);
            pause(1.5 * WINDOW_SECONDS);
            contestant.child().freeze();
            double[] counts = new double[2];
            results.readToEnd((image, at) -> {
                double windows = (at - start) / MILLIS / WINDOW_SECONDS;
                if (windows >= 1 && windows < 3) {
                    counts[(int) windows - 1]++;
                }
            });
            return new double[] {counts[0] / WINDOW_SECONDS, counts[1] / WINDOW_SECONDS};
        }
    }

    /** 99th percentiles before and around, in milliseconds. */
    private double[] latency(double rate) throws IOException, InterruptedException {
        try (Lane lane = lane("half");
                Contestant contestant = Contestant.start(assignment("half", lane, true));
                ResultReader results = results(lane)) {
            LatencyRun run = new LatencyRun(lane, results);
            run.warmUp((long) (2 * rate * WARM_UP_SECONDS));
            Thread swap = new Thread(() -> swapAfter(SETTLE_SECONDS + 1.5 * WINDOW_SECONDS, lane));
            swap.start();
            long[] nanos = run.measure(rate, SETTLE_SECONDS, 2 * WINDOW_SECONDS);
            swap.join();
            int middle = nanos.length / 2;
            return new double[] {
                Latency.of(rate, Arrays.copyOfRange(nanos, 0, middle)).p99Millis(),
                Latency.of(rate, Arrays.copyOfRange(nanos, middle, nanos.length))
                        .p99Millis()
            };
        }
    }

    private void swapAfter(double seconds, Lane lane) {
        try {
            pause(seconds);
            lane.promote(store, 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * MILLIS));
    }

    private Lane lane(String name) throws IOException {
        Lane lane = new Lane(cluster, "swap-" + name + ".", workload, KEYS);
        lane.promote(store, 1);
        return lane;
    }

    private ResultReader results(Lane lane) {
        return new ResultReader(cluster, lane.topics().classifications().name());
    }

    private Assignment assignment(String name, Lane lane, boolean latency) throws IOException {
        return assignments.make(CONTENDER, name, "swap-" + name, lane, lane, latency, Map.of());
    }
}
