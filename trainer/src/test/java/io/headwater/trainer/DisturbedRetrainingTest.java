package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.internal.publication.FencedException;
import io.headwater.trainer.internal.retrain.Coordinator;
import io.headwater.trainer.internal.retrain.Tools;
import io.headwater.trainer.internal.retrain.TrainerStatus;
import io.headwater.trainer.testing.HookedStore;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
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
        ModelAlias back = new ModelAlias("default", ModelKeys.CHAMPION, 1, 2L, Instant.now(), "a person");
        store.beforeNextModel(
                () -> world.send(world.topics().modelAliases(), ModelKeys.alias("default", ModelKeys.CHAMPION), back));
        world.request("third");
        world.awaitResults(3);

        assertThat(world.aliases()).extracting(ModelAlias::getEpoch).containsExactly(1L, 2L, 2L, 3L);
        assertThat(world.aliases()).extracting(ModelAlias::getVersion).containsExactly(1, 2, 1, 3);
        ModelVersion second = world.versions().get(1);
        ModelVersion third = world.versions().get(2);
        assertThat(third.getChampionMetrics().getAccuracy())
                .isEqualTo(second.getChampionMetrics().getAccuracy())
                .isLessThan(second.getMetrics().getAccuracy());
    }

    @Test
    void anErrorInTheMiddleIsAnsweredAndTheNextRequestGoesOn() {
        store.beforeNextModel(() -> {
            throw new NoClassDefFoundError("something that is missing");
        });
        world.request("fails");
        world.request("goes on", Map.of("head.seed", "2"));

        List<RetrainResult> results = world.awaitResults(3);
        assertThat(results).extracting(RetrainResult::getRequestId).containsExactly("first", "fails", "goes on");
        assertThat(results.get(1).getDecision()).isEqualTo(Decision.FAILED);
        assertThat(results.get(1).getReason()).contains("something that is missing");
        assertThat(results.get(2).getVersion()).isEqualTo(2);
    }

    @Test
    void aRetrainingThatWasFencedIsBegunAnewInsteadOfAnswered() {
        store.beforeNextModel(() -> {
            throw new FencedException(new KafkaException("Someone else has the transactional id"));
        });
        world.request("second");

        RetrainResult second = world.awaitResults(2).get(1);
        assertThat(second.getDecision()).as(second.getReason()).isNotEqualTo(Decision.FAILED);
        assertThat(second.getVersion()).isEqualTo(2);
    }

    @Test
    void requestsThatCameMeanwhileShareTheNextVersionEachWithItsOwnAnswer() {
        store.beforeNextModel(() -> {
            world.request("alike-1");
            world.request("other", Map.of("head.hidden", "0"));
            world.request("alike-2");
        });
        world.request("running");

        List<RetrainResult> results = world.awaitResults(5);
        assertThat(results)
                .extracting(RetrainResult::getRequestId, RetrainResult::getVersion)
                .containsExactly(
                        tuple("first", 1),
                        tuple("running", 2),
                        tuple("alike-1", 3),
                        tuple("alike-2", 3),
                        tuple("other", 4));
    }

    /** As deployed, where nobody registers schemas but {@code topics apply}. */
    @Test
    void aVersionThatCannotBeEncodedIsAnsweredAsFailed() throws IOException {
        try (TrainerWorld deployed = new TrainerWorld(directory.resolve("deployed"))) {
            deployed.samples(12, "red", "green");
            deployed.request("fails");
            Coordinator other = new Coordinator(
                    new Tools(
                            deployed.config(),
                            deployed.deployedSerdes(deployed.topics().retrainResults()),
                            deployed.store(),
                            new TrainerMetrics(new SimpleMeterRegistry())),
                    new TrainerStatus());
            other.start();
            try {
                RetrainResult result = deployed.awaitResults(1).get(0);
                assertThat(result.getDecision()).isEqualTo(Decision.FAILED);
                assertThat(result.getReason()).contains("models-value").contains("headwater topics apply");
                assertThat(deployed.versions()).isEmpty();
            } finally {
                other.close();
            }
        }
    }
}
