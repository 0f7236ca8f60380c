package io.headwater.trainer.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.service.testing.ServiceProcess;
import io.headwater.service.testing.TestRegistry;
import io.headwater.trainer.TrainerMain;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trainer is killed with {@code kill -9} at twenty moments of its retrainings while another one stands by. Every
 * request gets one answer and one version, and what can be read is whole.
 */
class ExactlyOneAnswerTest {

    private static final long SEED = 20;

    @TempDir
    Path directory;

    private TestRegistry registry;
    private TrainerWorld world;
    private final Deque<ServiceProcess> trainers = new ArrayDeque<>();
    private int started;

    @BeforeEach
    void open() throws IOException {
        registry = new TestRegistry();
        world = new TrainerWorld(directory, registry.url());
        world.samples(15, "red", "green");
    }

    @AfterEach
    void close() {
        trainers.forEach(ServiceProcess::close);
        world.close();
        registry.close();
    }

    private void start() {
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.put("trainer.session.timeout.ms", "1000");
        settings.put("artifact.cache", directory.resolve("cache-" + started % 2).toString());
        ServiceProcess trainer = new ServiceProcess(
                TrainerMain.class, "256m", settings, directory.resolve("trainer-" + started++ + ".log"));
        trainers.add(trainer);
        // Whether it works or stands by.
        trainer.awaitPrinted("Health and metrics on port");
    }

    @Test
    void whateverTheMomentOfTheKillEveryRequestHasOneAnswerAndOneWholeVersion() throws Exception {
        List<KillPoint> points = KillPoint.twenty(SEED);
        List<String> requests = new ArrayList<>();
        int hits = 0;
        start();
        start();
        for (KillPoint point : points) {
            String id = "request-" + requests.size();
            // New samples with every request, so that the dataset's commits are interrupted, too.
            world.samples(1, "red", "green");
            // Settings of its own, so that each request needs a training of its own.
            Map<String, String> seed = Map.of("head.seed", Integer.toString(requests.size()));
            point.reach(world, id, () -> world.request(id, seed));
            requests.add(id);
            ServiceProcess killed = trainers.remove();
            killed.kill();
            hits += killed.printed().contains("Retraining for request " + id + " ") ? 1 : 0;
            start();
        }
        world.request("last");
        requests.add("last");
        List<RetrainResult> results = world.awaitResults(requests.size());

        assertThat(hits)
                .as("kills of the trainer that was at work, not of the one that stood by")
                .isGreaterThan(points.size() / 2);
        assertThat(results).extracting(RetrainResult::getRequestId).containsExactlyElementsOf(requests);
        List<ModelVersion> versions = world.versions();
        assertThat(versions)
                .extracting(ModelVersion::getVersion)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, requests.size()).boxed().toList());
        assertThat(versions).extracting(ModelVersion::getRequestId).containsExactlyElementsOf(requests);
        assertThat(results).extracting(RetrainResult::getVersion).doesNotContainNull();
        assertWholeAliases(versions);
        RetrainResult last = results.get(results.size() - 1);
        assertThat(last.getTrainSamples() + last.getCandidate().getSamples()).isEqualTo(30 + 2 * points.size());
    }

    private void assertWholeAliases(List<ModelVersion> versions) throws IOException {
        List<ModelAlias> aliases = world.aliases();
        assertThat(aliases).isNotEmpty();
        assertThat(aliases)
                .extracting(ModelAlias::getEpoch)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, aliases.size()).boxed().toList());
        // A cache of its own: every file is read from the store, and its hash checked.
        try (ArtifactStore store =
                ArtifactStores.open("file:" + world.artifacts(), directory.resolve("another-cache"))) {
            for (ModelAlias alias : aliases) {
                assertThat(store.fetchModel(versions.get(alias.getVersion() - 1).getArtifacts()))
                        .exists();
            }
        }
    }
}
