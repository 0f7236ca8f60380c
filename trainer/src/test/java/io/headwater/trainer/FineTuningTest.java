package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retrain requests that ask for the tail of the backbone to be trained too. */
class FineTuningTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void start() throws IOException {
        world = new TrainerWorld(directory);
        world.samples(20, "red", "green", "blue");
        app = new TrainerApp(world.config());
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    @AfterEach
    void close() {
        app.close();
        world.close();
    }

    @Test
    void aVersionBringsItsOwnBackboneAndIsJudgedByItsOwnFile() throws IOException {
        world.request("frozen");
        world.awaitResults(1);
        world.request("tuned", Map.of("fine-tune.from", "last-1-blocks", "fine-tune.epochs", "3"));
        world.awaitResults(2);
        world.request("frozen again");

        List<RetrainResult> results = world.awaitResults(3);
        assertThat(results).extracting(RetrainResult::getDecision).doesNotContain(Decision.FAILED, Decision.SKIPPED);
        assertThat(results.get(1).getCandidate().getAccuracy()).isGreaterThan(0.8);
        List<ModelVersion> versions = world.versions();
        ModelVersion tuned = versions.get(1);
        assertThat(tuned.getBackboneId())
                .startsWith("tiny@")
                .isNotEqualTo(versions.get(0).getBackboneId());
        assertThat(versions.get(2).getBackboneId()).isEqualTo(versions.get(0).getBackboneId());
        assertThat(tuned.getLineage().getHyperParameters()).containsEntry("fine-tune.from", "last-1-blocks");
        // Whoever is the champion then, it is measured on the same hold-out as itself.
        assertThat(results.get(2).getChampion().getAccuracy())
                .isEqualTo(results.get(results.get(1).getDecision() == Decision.PROMOTED ? 1 : 0)
                        .getCandidate()
                        .getAccuracy());
        try (InferenceSession session =
                InferenceSession.open(world.store().fetchModel(tuned.getArtifacts()), SessionOptions.cpu())) {
            assertThat(session.labels()).isEqualTo(tuned.getLabels());
        }
    }

    @Test
    void aCutThatIsNotThereFailsTheRequestAndSaysWhichOneIs() {
        world.request("wrong", Map.of("fine-tune.from", "block_14_add"));

        RetrainResult result = world.awaitResults(1).get(0);
        assertThat(result.getDecision()).isEqualTo(Decision.FAILED);
        assertThat(result.getReason()).contains("there is no such tensor").contains("the nearest cut that works is '");
    }
}
