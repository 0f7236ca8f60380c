package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.contender.Assignment;
import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.platform.ResultReader;
import io.headwater.benchmark.speed.workload.ImageFile;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.model.ArtifactStore;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All contenders on one workload. Each is started and warmed up once and then frozen; the rounds go through them in
 * turn, so that what changes on the machine with time meets all of them alike.
 */
final class Competition implements AutoCloseable {

    private static final int KEYS = 1000;
    private static final int COMMIT_MILLIS = 100;
    private static final double RESERVE = 1.3;

    private final Cluster cluster;
    private final Workload workload;
    private final ArtifactStore store;
    private final String storeUri;
    private final Path directory;
    private final SpeedOptions options;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Path images;
    private Lane shared;

    Competition(
            Cluster cluster,
            Workload workload,
            ArtifactStore store,
            String storeUri,
            Path directory,
            SpeedOptions options)
            throws IOException {
        this.cluster = cluster;
        this.workload = workload;
        this.store = store;
        this.storeUri = storeUri;
        this.directory = Files.createDirectories(directory);
        this.options = options;
        this.images = directory.resolve("images");
        ImageFile.write(images, workload.images());
    }

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
                Round measured = entrant.measure(options.seconds());
                say(
                        entrant.name(),
                        String.format(
                                Locale.ROOT,
                                "round %d: %.1f images/s, %.3f CPU ms/image, %.0f bytes/image, batches of %.1f, %d MiB",
                                round,
                                measured.imagesPerSecond(),
                                measured.cpuMillisPerImage(),
                                measured.allocatedBytesPerImage(),
                                measured.batchSize(),
                                measured.rssMiB()));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Entrant entrant : entrants) {
            rows.add(Row.of(workload.name(), entrant.name(), entrant.rounds(), null, entrant.repeated()));
        }
        return rows;
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
        if (contender.equals("bare")) {
            return kept(new Entrant(contender, kept(Contestant.start(assignment(contender, null, null))), null, null));
        }
        // Headwater takes its results topic from the prefix; the others share their input.
        Lane lane = kept(lane(workload.name() + "." + contender + "."));
        if (!contender.startsWith("headwater") && shared == null) {
            shared = lane;
        }
        Lane input = contender.startsWith("headwater") ? lane : shared;
        input.fillUpTo((long) (Math.max(ceiling, 100) * RESERVE * options.warmUp() * 3));
        Contestant contestant = kept(Contestant.start(assignment(contender, lane, input)));
        return kept(new Entrant(
                contender,
                contestant,
                input,
                new ResultReader(cluster, lane.topics().classifications().name())));
    }

    private Lane lane(String prefix) throws IOException {
        Lane lane = new Lane(cluster, prefix, workload, KEYS);
        lane.promote(store, 1);
        return lane;
    }

    private Assignment assignment(String contender, Lane lane, Lane input) throws IOException {
        ModelVersion version = workload.version(store, 1);
        return new Assignment(
                contender,
                cluster.bootstrapServers(),
                cluster.registryUrl(),
                lane == null ? null : lane.prefix(),
                input == null ? null : input.topics().images().name(),
                lane == null ? null : lane.topics().classifications().name(),
                "benchmark-" + contender + "-" + workload.name(),
                store.fetchModel(version.getArtifacts()).toString(),
                workload.plainModel() == null ? null : workload.plainModel().toString(),
                images.toString(),
                storeUri,
                directory.resolve(contender).toString(),
                COMMIT_MILLIS,
                false,
                options.settings());
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
