package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainProgress;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a retraining while it runs. */
class RetrainProgressTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void start() throws IOException {
        world = new TrainerWorld(directory);
        world.samples(20, "red", "green");
        app = new TrainerApp(world.config());
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    @AfterEach
    void stop() {
        app.close();
        world.close();
    }

    @Test
    void everyPhaseIsToldInOrderAndTheTrainingWithItsFigures() {
        world.request("first");
        RetrainResult result = world.awaitResults(1).get(0);

        List<RetrainProgress> progress = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.read(world.topics().retrainProgress()), records -> records.stream()
                        .anyMatch(each -> each.getPhase() == RetrainPhase.PUBLISHING));
        assertThat(progress).extracting(RetrainProgress::getRequestId).containsOnly("first");
        assertThat(progress.stream().map(RetrainProgress::getPhase).distinct())
                .containsExactly(
                        RetrainPhase.WAITING,
                        RetrainPhase.SAMPLES,
                        RetrainPhase.TRAINING,
                        RetrainPhase.CHECKING,
                        RetrainPhase.JUDGING,
                        RetrainPhase.PUBLISHING);
        RetrainProgress end = progress.stream()
                .filter(each -> each.getEpochs() > 0)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(end.getEpoch()).isEqualTo(end.getEpochs());
        assertThat(end.getLoss()).isPositive();
        assertThat(end.getHoldoutAccuracy()).isEqualTo(result.getCandidate().getAccuracy());
    }

    @Test
    void withoutItsTopicARetrainingGoesOnAsEver() throws Exception {
        try (Admin admin = world.broker().admin()) {
            admin.deleteTopics(List.of(world.topics().retrainProgress().name()))
                    .all()
                    .get();
        }
        world.request("first");

        assertThat(world.awaitResults(1).get(0).getDecision()).isEqualTo(Decision.PROMOTED);
    }
}
