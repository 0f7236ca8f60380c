package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.BackboneGraph;
import io.headwater.model.BackboneQuantiser;
import io.headwater.model.ImageDecoder;
import io.headwater.model.InferenceSession;
import io.headwater.model.Precision;
import io.headwater.model.SessionOptions;
import io.headwater.model.testing.TestImages;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Artifact;
import io.headwater.vision.Decision;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions with an int8 form beside the float one. */
class QuantisedVersionTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void openWorld() throws IOException {
        world = new TrainerWorld(directory);
    }

    @AfterEach
    void closeWorld() {
        if (app != null) {
            app.close();
        }
        world.close();
    }

    private void start(String... keysAndValues) {
        List<String> settings = new ArrayList<>(List.of(keysAndValues));
        settings.addAll(List.of("publish.int8", "true"));
        app = new TrainerApp(world.config(settings.toArray(String[]::new)));
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    @Test
    void versionsOfOneBackboneShareItsQuantisedWeights() throws IOException {
        world.samples(20, "red", "green", "blue");
        start();
        world.request("first");
        world.awaitResults(1);
        world.request("second");
        world.awaitResults(2);

        ModelVersion first = world.versions().get(0);
        assertThat(first.getArtifacts())
                .extracting(Artifact::getRole)
                .containsExactly("model", "weights", "model-int8", "weights-int8");
        assertThat(first.getReason()).contains("First version").contains("As int8: accuracy");
        assertThat(first.getInt8Metrics().getSamples())
                .isEqualTo(first.getMetrics().getSamples());
        assertThat(first.getInt8Metrics().getAccuracy()).isGreaterThan(0.8);
        ModelVersion second = world.versions().get(1);
        assertThat(second.getArtifacts().get(3)).isEqualTo(first.getArtifacts().get(3));
        Path onnx = world.store().fetchModel(Precision.INT8.of(second.getArtifacts()));
        try (InferenceSession session = InferenceSession.open(onnx, SessionOptions.cpu())) {
            assertThat(session.labels()).isEqualTo(second.getLabels());
        }
        Backbone backbone = new BackboneCatalogue(world.store()).current("default");
        assertThat(new BackboneQuantiser(world.store(), new ImageDecoder(1_000_000), 1).calibrationImages(backbone))
                .as("images that calibrated, none of the hold-out")
                .isEqualTo(world.results().get(0).getTrainSamples());
    }

    @Test
    void trainingImagesThatHaveTooManyPixelsNowAreLeftOutOfTheChecks() throws IOException {
        for (int i = 0; i < 60; i++) {
            String eventId = "mixed-" + i;
            boolean large = !isHeldOut(eventId) && i % 2 == 0;
            sample(eventId, i % 4 < 2 ? "red" : "green", large ? 40 : 30);
        }
        start();
        world.request("first");
        world.awaitResults(1);
        app.close();
        start("image.max.pixels", "1000");
        world.request("frozen");
        world.request("tuned", Map.of("fine-tune.from", "last-1-blocks", "fine-tune.epochs", "1"));

        assertThat(world.awaitResults(3))
                .extracting(RetrainResult::getReason, RetrainResult::getDecision)
                .noneMatch(answer -> answer.toList().contains(Decision.FAILED));
        assertThat(world.versions().get(1).getInt8Metrics()).isNotNull();
    }

    @Test
    void withoutAnImageThatCanBeDecodedThereIsNothingToCheckWith() throws IOException {
        world.samples(20, "red", "green");
        start();
        world.request("first");
        world.awaitResults(1);
        app.close();
        start("image.max.pixels", "1000");
        world.request("second");

        RetrainResult second = world.awaitResults(2).get(1);
        assertThat(second.getDecision()).isEqualTo(Decision.FAILED);
        assertThat(second.getReason()).contains("image.max.pixels");
    }

    @Test
    void anImageThatReplacedAnotherIsJudgedByItself() throws IOException {
        for (int i = 0; i < 60; i++) {
            sample("replaced-" + i, i % 2 == 0 ? "red" : "green", 40);
        }
        start();
        world.request("first");
        world.awaitResults(1);
        for (int i = 0; i < 60; i++) {
            if (isHeldOut("replaced-" + i)) {
                sample("replaced-" + i, i % 2 == 0 ? "green" : "red", 40);
            }
        }
        world.request("second");
        world.awaitResults(2);

        ModelVersion second = world.versions().get(1);
        assertThat(second.getInt8Metrics()).as(second.getReason()).isNotNull();
        assertThat(second.getInt8Metrics().getAccuracy()).isGreaterThan(0.8);
    }

    private boolean isHeldOut(String eventId) {
        return world.config().holdout().isHeldOut(eventId);
    }

    /** A labelled image of the label's colour. */
    private void sample(String eventId, String label, int size) {
        Color colour = label.equals("red") ? Color.RED : Color.GREEN;
        world.label(world.image(
                label,
                ImageEvent.newBuilder()
                        .setEventId(eventId)
                        .setBytes(ByteBuffer.wrap(TestImages.jpeg(size, size, colour)))
                        .build()));
    }

    @Test
    void anInt8FormThatLosesTooMuchIsLeftOut() throws IOException {
        spoilQuantisedBackbone();
        world.samples(30, "red", "green", "blue");
        start();
        world.request("first");

        assertThat(world.awaitResults(1).get(0).getDecision()).isEqualTo(Decision.PROMOTED);
        ModelVersion version = world.versions().get(0);
        assertThat(version.getReason()).contains("No int8 form").contains("gate.max.int8.loss allows a loss of 0.01");
        assertThat(version.getArtifacts()).extracting(Artifact::getRole).containsExactly("model", "weights");
        assertThat(version.getInt8Metrics()).isNull();
    }

    /** Puts a backbone that sees nothing in the place of the quantised one. */
    private void spoilQuantisedBackbone() throws IOException {
        BackboneCatalogue catalogue = new BackboneCatalogue(world.store());
        Backbone tiny = catalogue.current("default");
        BackboneGraph graph = BackboneGraph.read(tiny, world.store());
        Map<String, float[]> nothing = new HashMap<>();
        graph.graph().getInitializerList().stream()
                .filter(tensor -> tensor.getDimsCount() == 4 && tensor.getDims(0) > 1)
                .forEach(tensor -> nothing.put(
                        tensor.getName(), new float[tensor.getRawData().size() / Float.BYTES]));
        Backbone blind = graph.withWeights(nothing, world.store());
        catalogue.save(new Backbone("blind", blind.preprocessing(), blind.embeddingSize(), blind.artifacts()));
        byte[] record = world.store().readRef("backbones/blind").orElseThrow();
        world.store().writeRef("quantised/" + tiny.id().replace('@', '-') + "/00128", record);
    }
}
