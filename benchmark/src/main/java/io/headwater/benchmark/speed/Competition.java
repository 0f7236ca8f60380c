package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.contender.Assignment;
import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.model.ArtifactStore;
import io.headwater.streams.ClassifierConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All contenders on one workload. Each is started and warmed up once and then frozen; the rounds go through them in
 * turn, so that what changes on the machine with time meets all of them alike.
 */
final class Competition implements AutoCloseable {

    /** Exactly once, with the backbone's int8 form. */
    static final String INT8 = "headwater-int8";

    private static final int KEYS = 1000;
    /** What a warm-up begins with; it is given more as it goes. */
    private static final double RESERVE_SECONDS = 6;

    private static final double UNKNOWN_CEILING = 2_000;
    private static final String BARE = "bare";
    private static final String HEADWATER = "headwater";

    private final Cluster cluster;
    private final Workload workload;
    private final ArtifactStore store;
    private final Assignments assignments;
    private final SpeedOptions options;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Lane shared;

    Competition(
            Cluster cluster, Workload workload, ArtifactStore store, Assignments assignments, SpeedOptions options) {
        this.cluster = cluster;
        this.workload = workload;
        this.store = store;
        this.assignments = assignments;
        this.options = options;
    }

    /** @param contenders by name, the bare loop first: it tells how many images are needed */
    List<Row> run(List<String> contenders) throws IOException, InterruptedException {
        List<Entrant> entrants = new ArrayList<>();
        double ceiling = 0;
        for (String contender : contenders) {
            Entrant entrant = entrant(contender, ceiling);
            entrant.warmUp(options.warmUp());
            say(contender, "is warm");
            if (ceiling == 0) {
                ceiling = entrant.measure(1).imagesPerSecond();
                entrant.rounds().clear();
            }
            entrants.add(entrant);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Entrant entrant : entrants) {
                say(entrant.name(), "round " + round + ": " + entrant.measure(options.seconds()));
            }
        }
        entrants.forEach(Entrant::close);
        Map<String, List<Latency>> latencies = options.latencySeconds() > 0 ? latencies(entrants) : Map.of();
        return entrants.stream()
                .map(entrant -> Row.of(
                        workload.name(),
                        entrant.name(),
                        workload.imageBytes(),
                        entrant.rounds(),
                        latencies.getOrDefault(entrant.name(), List.of()),
                        entrant.repeated()))
                .toList();
    }

    /** Rounds by contender. */
    private Map<String, List<Latency>> latencies(List<Entrant> throughput) throws IOException, InterruptedException {
        List<LatencyEntrant> entrants = new ArrayList<>();
        for (Entrant fast : throughput) {
            LatencyEntrant entrant = latencyEntrant(fast.name(), fast.imagesPerSecond());
            entrant.warmUp(options.latencyWarmUp());
            say(entrant.name(), "is warm for latency");
            entrants.add(entrant);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (LatencyEntrant entrant : entrants) {
                say(entrant.name(), "latency round " + round + ": " + entrant.measure(options.latencySeconds()));
            }
        }
        entrants.forEach(LatencyEntrant::close);
        return entrants.stream().collect(Collectors.toMap(LatencyEntrant::name, LatencyEntrant::rounds));
    }

    private void say(String contender, String what) {
        System.err.println(workload.name() + "  " + contender + " " + what);
    }

    /**
     * Starts a contender on a backlog.
     *
     * @param ceiling images/s that nobody exceeds; 0 where it is not known yet
     */
    private Entrant entrant(String contender, double ceiling) throws IOException {
        if (contender.equals(BARE)) {
            return kept(new Entrant(contender, Contestant.start(assignment(contender, null, null, false)), null, null));
        }
        // Headwater takes its results topic from the prefix; the others share their input.
        Lane lane = kept(lane(contender, workload.name() + "." + contender + "."));
        boolean headwater = contender.startsWith(HEADWATER);
        if (!headwater && shared == null) {
            shared = lane;
        }
        Lane input = headwater ? lane : shared;
        input.fillUpTo((long) (Math.max(ceiling, UNKNOWN_CEILING) * RESERVE_SECONDS));
        Contestant contestant = Contestant.start(assignment(contender, lane, input, false));
        return kept(new Entrant(contender, contestant, input, results(lane)));
    }

    private ResultReader results(Lane lane) {
        return new ResultReader(cluster, lane.topics().classifications().name());
    }

    private LatencyEntrant latencyEntrant(String contender, double throughput) throws IOException {
        if (contender.equals(BARE)) {
            Contestant bare = Contestant.start(assignment(contender, null, null, true));
            return kept(new LatencyEntrant(contender, bare, null, throughput));
        }
        Lane lane = kept(lane(contender, workload.name() + ".live-" + contender + "."));
        ResultReader results = kept(results(lane));
        Contestant contestant = Contestant.start(assignment(contender, lane, lane, true));
        return kept(new LatencyEntrant(contender, contestant, new LatencyRun(lane, results), throughput));
    }

    private Lane lane(String contender, String prefix) throws IOException {
        Workload served = contender.equals(INT8) ? workload.asInt8(store) : workload;
        Lane lane = new Lane(cluster, prefix, served, KEYS);
        lane.promote(store, 1);
        return lane;
    }

    private Assignment assignment(String contender, Lane lane, Lane input, boolean latency) throws IOException {
        String name = (latency ? "live-" : "") + contender;
        String group = "benchmark-" + workload.name() + "-" + name;
        Map<String, String> settings =
                new HashMap<>(latency ? Map.of() : Map.of(ClassifierConfig.PROFILE, "throughput"));
        settings.putAll(options.settings());
        return assignments.make(contender, name, group, lane, input, latency, settings);
    }

    private <T extends AutoCloseable> T kept(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IOException("Cannot close " + resource, e);
            }
        }
    }
}
