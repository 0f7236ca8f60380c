package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.internal.retrain.Coordinator;
import io.headwater.trainer.internal.retrain.Tools;
import io.headwater.trainer.internal.retrain.TrainerStatus;
import io.headwater.trainer.testing.HookedStore;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in the middle of a retraining. */
class DisturbedRetrainingTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private HookedStore store;
    private Coordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        world = new TrainerWorld(directory);
        store = new HookedStore(world.store());
        coordinator = new Coordinator(
                new Tools(world.config(), world.serdes(), store, new TrainerMetrics(new SimpleMeterRegistry())),
                new TrainerStatus());
        coordinator.start();
        world.samples(12, "red", "green");
        world.request("first");
        world.awaitResults(1);
    }

    @AfterEach
    void stop() {
        coordinator.close();
        world.close();
    }

    @Test
    void aVersionIsJudgedAgainstTheChampionThatAPersonChoseMeanwhile() {
        world.samples(12, "blue");
        world.request("second");
        world.awaitResults(2);
        ModelAlias back = new ModelAlias("default", ModelKeys.CHAMPION, 1, 3L, Instant.now(), "a person");
        store.beforeNextModel(
                () -> world.send(world.topics().modelAliases(), ModelKeys.alias("default", ModelKeys.CHAMPION), back));
        world.request("third");
        world.awaitResults(3);

        assertThat(world.aliases()).extracting(ModelAlias::getEpoch).containsExactly(1L, 2L, 3L, 4L);
        assertThat(world.aliases()).extracting(ModelAlias::getVersion).containsExactly(1, 2, 1, 3);
        ModelVersion second = world.versions().get(1);
        ModelVersion third = world.versions().get(2);
        assertThat(third.getChampionMetrics().getAccuracy())
                .isEqualTo(second.getChampionMetrics().getAccuracy())
                .isLessThan(second.getMetrics().getAccuracy());
    }
}
