package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.internal.publication.Answer;
import io.headwater.trainer.internal.publication.FencedException;
import io.headwater.trainer.internal.publication.Publisher;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoTrainersTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private final List<TrainerApp> apps = new ArrayList<>();

    @BeforeEach
    void openWorld() throws IOException {
        world = new TrainerWorld(directory);
        world.samples(10, "red", "green");
    }

    @AfterEach
    void closeWorld() {
        apps.forEach(TrainerApp::close);
        world.close();
    }

    private TrainerApp start() {
        TrainerApp app = new TrainerApp(world.config());
        app.start();
        apps.add(app);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
        return app;
    }

    @Test
    void theStandByTakesOverWhereTheOtherOneStopped() {
        TrainerApp first = start();
        start();
        world.request("by the first");
        world.awaitResults(1);

        first.close();
        apps.remove(first);
        world.request("by the second");

        List<RetrainResult> results = world.awaitResults(2);
        assertThat(results).extracting(RetrainResult::getRequestId).containsExactly("by the first", "by the second");
        assertThat(results).extracting(RetrainResult::getVersion).containsExactly(1, 2);
    }

    /** One after the other is closed in the middle of the work, and the next one goes on. */
    @Test
    void everyRequestIsAnsweredOnceWhileTrainersComeAndGo() {
        int count = 12;
        List<String> ids =
                IntStream.range(0, count).mapToObj(i -> "request-" + i).toList();
        TrainerApp working = start();
        for (int i = 0; i < count; i++) {
            // Different settings, so that each needs a training of its own.
            world.request(ids.get(i), Map.of("head.seed", Integer.toString(i)));
            if (i % 4 == 3) {
                start();
                working.close();
                apps.remove(working);
                working = apps.get(0);
            }
        }

        List<RetrainResult> results = world.awaitResults(count);
        assertThat(results).extracting(RetrainResult::getRequestId).containsExactlyElementsOf(ids);
        assertThat(world.versions()).extracting(ModelVersion::getVersion).doesNotHaveDuplicates();
        assertEveryAliasHasItsVersionAndFiles();
    }

    @Test
    void aZombieCannotPublish() throws Exception {
        TrainerConfig config = world.config();
        try (Publisher zombie = publisher()) {
            zombie.takeOver();
            start();
            world.request("real");
            world.awaitResults(1);

            RetrainResult result = RetrainResult.newBuilder()
                    .setRequestId("real")
                    .setModel("default")
                    .setDecision(Decision.PROMOTED)
                    .setReason("by a zombie")
                    .setVersion(1)
                    .setRequestedAt(Instant.now())
                    .setFinishedAt(Instant.now())
                    .build();
            ModelAlias alias = new ModelAlias("default", ModelKeys.CHAMPION, 99, 99L, Instant.now(), "zombie");
            assertThatThrownBy(() -> zombie.publish(
                            new Answer(List.of(result), null, alias),
                            new TopicPartition(world.topics().retrainRequests().name(), 0),
                            7,
                            () -> new ConsumerGroupMetadata(config.requestGroup())))
                    .isInstanceOf(FencedException.class);
            assertThatThrownBy(() ->
                            zombie.commitSamples(world.topics().samples().name(), Map.of(0, 0L), config.datasetGroup()))
                    .isInstanceOf(FencedException.class);
        }
        assertThat(world.results()).extracting(RetrainResult::getReason).doesNotContain("by a zombie");
        assertThat(world.aliases()).extracting(ModelAlias::getVersion).containsExactly(1);
    }

    @Test
    void aTrainerThatIsFencedTakesOverAgain() throws Exception {
        start();
        world.request("before");
        world.awaitResults(1);
        try (Publisher intruder = publisher()) {
            intruder.takeOver();
        }
        world.samples(2, "red", "green");
        world.request("after");

        assertThat(world.awaitResults(2))
                .extracting(RetrainResult::getRequestId)
                .containsExactly("before", "after");
        assertThat(world.results()).hasSize(2);
    }

    private Publisher publisher() {
        return new Publisher(
                world.transactionalProducer(world.config().transactionalId()), world.topics(), world.serdes());
    }

    private void assertEveryAliasHasItsVersionAndFiles() {
        List<ModelVersion> versions = world.versions();
        assertThat(world.aliases()).isNotEmpty().allSatisfy(alias -> {
            ModelVersion version = versions.stream()
                    .filter(each -> each.getVersion() == alias.getVersion())
                    .findFirst()
                    .orElseThrow();
            assertThat(world.store().fetchModel(version.getArtifacts())).exists();
        });
        assertThat(world.aliases())
                .extracting(ModelAlias::getEpoch)
                .doesNotHaveDuplicates()
                .isSorted();
    }
}
