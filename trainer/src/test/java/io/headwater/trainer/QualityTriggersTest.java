package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.RetrainReason;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityTriggersTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void openWorld() throws IOException {
        world = new TrainerWorld(directory);
        world.samples(10, "red", "green");
        start();
        world.request("first");
        world.awaitResults(1);
    }

    @AfterEach
    void closeWorld() {
        app.close();
        world.close();
    }

    private void start() {
        app = new TrainerApp(world.config("retrain.on.accuracy.drop", "true", "retrain.on.drift", "true"));
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    @Test
    void aDropAndADriftAreEachAskedForOnceAlsoByTheNextTrainer() {
        window(200, 180, null);
        long alarm = window(100, 40, 0.9).toEpochMilli();

        assertThat(world.awaitResults(3))
                .extracting(RetrainResult::getRequestId)
                .containsExactlyInAnyOrder("first", "accuracy-default-1-" + alarm, "drift-default-1-" + alarm);
        app.close();
        start();
        world.request("last");
        world.awaitResults(4);

        assertThat(world.read(world.topics().retrainRequests()))
                .extracting(RetrainRequest::getReason)
                .containsExactlyInAnyOrder(
                        RetrainReason.MANUAL, RetrainReason.ACCURACY_DROP, RetrainReason.DRIFT, RetrainReason.MANUAL);
    }

    /** A window of the champion that has just ended; returns when. */
    private Instant window(int labelled, int correct, Double drift) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        QualityWindow window = QualityWindow.newBuilder()
                .setModel("default")
                .setVersion(1)
                .setWindowStart(now.minusSeconds(60))
                .setWindowEnd(now)
                .setLabelled(labelled)
                .setCorrect(correct)
                .setPredicted(Map.of("red", 600, "green", 30))
                .setConfidenceHistogram(Collections.nCopies(10, 0))
                .setDriftScore(drift)
                .setReferencePredictions(drift == null ? null : 600)
                .build();
        world.send(world.topics().quality(), ModelKeys.version("default", 1), window);
        return now;
    }
}
