package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.model.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Headwater on the smallest network, where everything but the model shows. */
final class GrowthRun {

    private static final String CONTENDER = "headwater-eos";
    private static final int KEYS = 1000;
    private static final double WARM_UP_SECONDS = 60;
    private static final double INSTANCE_SECONDS = 10;
    private static final int IMAGES = 50_000;
    private static final long SMALL_BACKLOG = 20_000;
    private static final long LARGE_BACKLOG = 400_000;
    private static final int MANY_VERSIONS = 200;

    private final Cluster cluster;
    private final Workload workload;
    private final ArtifactStore store;
    private final Assignments assignments;
    private final Path directory;

    /** @param directory that the assignments' files are in */
    GrowthRun(Cluster cluster, Workload workload, ArtifactStore store, Assignments assignments, Path directory) {
        this.cluster = cluster;
        this.workload = workload;
        this.store = store;
        this.assignments = assignments;
        this.directory = directory;
    }

    /** What can grow while a classifier runs: backlog, keys, labels; then the size of its state. */
    List<Growth> ofOneClassifier(int rounds, double scale) throws IOException, InterruptedException {
        List<Growth> all = new ArrayList<>();
        try (Lane lane = lane("one");
                Drain drain = drain("one", lane)) {
            drain.warmUp(WARM_UP_SECONDS);
            all.addAll(GrowthRounds.of(
                    "backlog, images",
                    rounds,
                    List.of(SMALL_BACKLOG, LARGE_BACKLOG),
                    images -> inAll(drain, (long) (images * scale), LARGE_BACKLOG / images)));
            all.addAll(GrowthRounds.of("keys", rounds, List.of(1L, 1_000L, 100_000L), keys -> {
                lane.keys((int) keys);
                return drain.work((long) (IMAGES * scale));
            }));
            lane.keys(KEYS);
            int version = 1;
            for (int labels : new int[] {2, 10, 1_000}) {
                lane.workload(workload.withLabels(labels));
                lane.promote(store, ++version);
                drain.idle(3_000);
                all.addAll(GrowthRounds.of(
                        "labels", rounds, List.of((long) labels), size -> drain.work((long) (IMAGES * scale))));
            }
            long events = lane.sent();
            drain.end();
            double onDisk = StateSize.onDisk(directory.resolve("one/state"));
            double inChangelogs = StateSize.inChangelogs(cluster, "growth-one");
            all.add(Growth.of("events in the state", events, "bytes per event on disk", onDisk / events));
            all.add(Growth.of(
                    "events in the state", events, "bytes per event in the changelogs", inChangelogs / events));
        }
        return all;
    }

    /** A small backlog is gone after a few commits, too few to tell a rate; so it is given often, and all of them count. */
    private static Drain.Work inAll(Drain drain, long images, long times) throws InterruptedException {
        double seconds = 0;
        double cpuMicros = 0;
        for (int i = 0; i < times; i++) {
            Drain.Work work = drain.work(images);
            seconds += images / work.imagesPerSecond();
            cpuMicros += work.cpuMicrosPerImage();
        }
        return new Drain.Work(images * times / seconds, cpuMicros / times);
    }

    /** A classifier that starts where many versions have been published. */
    List<Growth> ofVersions(int rounds, double scale) throws IOException, InterruptedException {
        List<Growth> all = new ArrayList<>();
        for (int versions : new int[] {1, MANY_VERSIONS}) {
            String name = "versions-" + versions;
            try (Lane lane = lane(name)) {
                for (int version = 2; version <= versions; version++) {
                    lane.promote(store, version);
                }
                long start = System.nanoTime();
                try (Drain drain = drain(name, lane)) {
                    all.add(Growth.of("versions", versions, "start, s", (System.nanoTime() - start) / 1e9));
                    drain.warmUp(WARM_UP_SECONDS);
                    all.addAll(GrowthRounds.of(
                            "versions", rounds, List.of((long) versions), size -> drain.work((long) (IMAGES * scale))));
                }
            }
        }
        return all;
    }

    /** Several instances on one topic and one machine: together they should do what one does. */
    List<Growth> ofInstances() throws IOException, InterruptedException {
        List<Growth> all = new ArrayList<>();
        for (int instances : new int[] {1, 2, 4}) {
            String name = "instances-" + instances;
            List<Contestant> running = new ArrayList<>();
            try (Lane lane = lane(name);
                    ResultReader results = new ResultReader(
                            cluster, lane.topics().classifications().name())) {
                for (int i = 0; i < instances; i++) {
                    running.add(Contestant.start(assignments.make(
                            CONTENDER, name + "-" + i, "growth-" + name, lane, lane, false, Map.of())));
                }
                all.add(Growth.of("instances", instances, "images/s", together(lane, results)));
            } finally {
                running.forEach(Contestant::close);
            }
        }
        return all;
    }

    private static double together(Lane lane, ResultReader results) {
        long[] count = new long[1];
        long[] answered = new long[1];
        long from = System.currentTimeMillis() + (long) (WARM_UP_SECONDS * 1000);
        long to = from + (long) (INSTANCE_SECONDS * 1000);
        lane.fillUpTo(IMAGES);
        while (System.currentTimeMillis() < to) {
            results.poll((image, at) -> {
                answered[0]++;
                if (at >= from && at < to) {
                    count[0]++;
                }
            });
            if (lane.sent() - answered[0] < IMAGES / 2) {
                lane.fillUpTo(lane.sent() + IMAGES / 2);
            }
        }
        return count[0] / INSTANCE_SECONDS;
    }

    private Lane lane(String name) throws IOException {
        Lane lane = new Lane(cluster, "growth-" + name + ".", workload, KEYS);
        lane.promote(store, 1);
        return lane;
    }

    private Drain drain(String name, Lane lane) throws IOException {
        Contestant contestant =
                Contestant.start(assignments.make(CONTENDER, name, "growth-" + name, lane, lane, false, Map.of()));
        return new Drain(
                contestant,
                lane,
                new ResultReader(cluster, lane.topics().classifications().name()));
    }
}
