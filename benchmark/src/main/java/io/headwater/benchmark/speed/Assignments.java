package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.contender.Assignment;
import io.headwater.benchmark.speed.platform.Cluster;
import io.headwater.benchmark.speed.platform.Lane;
import io.headwater.benchmark.speed.workload.ImageFile;
import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Resize;
import io.headwater.streams.ClassifierConfig;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tells contenders what to do on one workload. */
final class Assignments {

    private static final int COMMIT_MILLIS = 1_000;
    private static final int LATENCY_COMMIT_MILLIS = 10;

    private final Cluster cluster;
    private final Workload workload;
    private final ArtifactStore store;
    private final String storeUri;
    private final Path directory;
    private final Path images;

    /** @param directory for the contenders' files */
    Assignments(Cluster cluster, Workload workload, ArtifactStore store, String storeUri, Path directory)
            throws IOException {
        this.cluster = cluster;
        this.workload = workload;
        this.store = store;
        this.storeUri = storeUri;
        this.directory = Files.createDirectories(directory);
        this.images = directory.resolve("images");
        ImageFile.write(images, workload.images());
    }

    /**
     * A contender's assignment.
     *
     * @param name of this process, different from all others
     * @param group those of one group share the work
     * @param lane where its results go; null for the bare loop
     * @param input where its images come from; null for the bare loop
     * @param extra settings of Headwater's classifier
     */
    Assignment make(
            String contender,
            String name,
            String group,
            Lane lane,
            Lane input,
            boolean latency,
            Map<String, String> extra)
            throws IOException {
        ModelVersion version = workload.version(store, 1);
        Map<String, String> settings =
                new HashMap<>(latency ? Map.of(ClassifierConfig.PROFILE, "latency") : Map.<String, String>of());
        settings.putAll(extra);
        return new Assignment(
                contender,
                cluster.bootstrapServers(),
                cluster.registryUrl(),
                lane == null ? null : lane.prefix(),
                input == null ? null : input.topics().images().name(),
                lane == null ? null : lane.topics().classifications().name(),
                group,
                store.fetchModel(version.getArtifacts()).toString(),
                version.getInputSize(),
                workload.backbone().preprocessing().resize() == Resize.CROP,
                version.getLabels(),
                workload.plainModel() == null ? null : workload.plainModel().toString(),
                images.toString(),
                storeUri,
                directory.resolve(name).toString(),
                latency ? LATENCY_COMMIT_MILLIS : COMMIT_MILLIS,
                latency,
                settings);
    }
}
