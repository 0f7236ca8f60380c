package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.schemas.ModelKeys;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.Decision;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerAppTest {

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
        app = new TrainerApp(world.config(keysAndValues));
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    @Test
    void aRequestIsAnsweredByAVersionThatCanBeLoaded() throws IOException {
        world.samples(20, "red", "green", "blue");
        start();
        world.request("first");

        RetrainResult result = world.awaitResults(1).get(0);
        assertThat(result.getReason()).contains("First version");
        assertThat(result.getDecision()).isEqualTo(Decision.PROMOTED);
        assertThat(result.getVersion()).isEqualTo(1);
        assertThat(result.getCandidate().getAccuracy()).isGreaterThan(0.8);

        ModelVersion version = world.versions().get(0);
        assertThat(version.getLabels()).containsExactly("blue", "green", "red");
        assertThat(version.getLineage().getSamplesPerLabel().values().stream()
                        .mapToInt(i -> i)
                        .sum())
                .isEqualTo(result.getTrainSamples())
                .isEqualTo(60 - result.getCandidate().getSamples());
        assertThat(version.getLineage().getSegments()).isNotEmpty();
        assertThat(version.getLineage().getSampleOffsets()).hasSize(2);
        assertThat(version.getLineage().getHyperParameters()).containsEntry("head.epochs", "20");

        ModelAlias alias = world.aliases().get(0);
        assertThat(alias.getAlias()).isEqualTo(ModelKeys.CHAMPION);
        assertThat(alias.getVersion()).isEqualTo(1);
        assertThat(alias.getEpoch()).isEqualTo(1);
        Path onnx = world.store().fetchModel(version.getArtifacts());
        try (InferenceSession session = InferenceSession.open(onnx, SessionOptions.cpu())) {
            assertThat(session.labels()).isEqualTo(version.getLabels());
        }
    }

    @Test
    void aRepeatedRequestIsAnsweredOnceAlsoAfterARestart() {
        world.samples(10, "red", "green");
        start();
        world.request("same");
        world.request("same");
        world.awaitResults(1);
        world.request("same");
        world.request("other");
        world.awaitResults(2);

        app.close();
        start();
        world.request("same");
        world.request("third");

        assertThat(world.awaitResults(3))
                .extracting(RetrainResult::getRequestId)
                .containsExactly("same", "other", "third");
    }

    @Test
    void requestsThatCameWhileNoneWasAnsweredShareAVersion() {
        world.samples(10, "red", "green");
        world.request("a");
        world.request("b");
        world.request("differs", Map.of("head.hidden", "0"));
        world.request("c");
        start();

        List<RetrainResult> results = world.awaitResults(4);
        assertThat(results).extracting(RetrainResult::getRequestId).containsExactlyInAnyOrder("a", "b", "c", "differs");
        assertThat(world.versions()).hasSize(2);
        assertThat(results.stream()
                        .filter(result -> !result.getRequestId().equals("differs"))
                        .map(RetrainResult::getVersion))
                .containsOnly(1);
        assertThat(world.versions().get(1).getLineage().getHyperParameters()).containsEntry("head.hidden", "0");
    }

    @Test
    void whatCannotBeDoneIsSaidWithItsNumbers() {
        world.samples(8, "red");
        start();
        world.request("too few");
        world.request("unknown override", Map.of("head.hiden", "3"));
        world.request("bad override", Map.of("head.dropout", "7"));

        List<RetrainResult> results = world.awaitResults(3);
        assertThat(results.get(0).getDecision()).isEqualTo(Decision.SKIPPED);
        assertThat(results.get(0).getReason()).contains("two labels").contains("red=");
        assertThat(results.get(1).getDecision()).isEqualTo(Decision.FAILED);
        assertThat(results.get(1).getReason()).contains("'head.hiden'").contains("head.hidden");
        assertThat(results.get(2).getDecision()).isEqualTo(Decision.FAILED);
        assertThat(results.get(2).getReason()).contains("head.dropout");
        assertThat(world.versions()).isEmpty();
    }

    @Test
    void laterVersionsUseLaterSamplesAndCorrectedLabels() {
        world.samples(12, "red", "green");
        LabeledSample mislabelled = world.image("blue");
        world.label(LabeledSample.newBuilder(mislabelled).setLabel("red").build());
        start();
        world.request("first");
        world.awaitResults(1);

        world.label(mislabelled);
        world.samples(12, "blue");
        world.request("second");

        RetrainResult second = world.awaitResults(2).get(1);
        assertThat(second.getDecision()).as(second.getReason()).isEqualTo(Decision.PROMOTED);
        assertThat(second.getTrainSamples() + second.getCandidate().getSamples())
                .isEqualTo(37);
        assertThat(world.versions().get(1).getLabels()).containsExactly("blue", "green", "red");
        assertThat(world.aliases()).extracting(ModelAlias::getEpoch).containsExactly(1L, 2L);
    }

    @Test
    void imagesThatAreGoneOrBrokenAreCountedAndDoNotStopTheRest() throws Exception {
        LabeledSample expired = world.image("red");
        ImageReference place = expired.getImage();
        try (Admin admin = world.broker().admin()) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(place.getTopic(), place.getPartition()),
                            RecordsToDelete.beforeOffset(place.getOffset() + 1)))
                    .all()
                    .get();
        }
        world.label(expired);
        world.label(LabeledSample.newBuilder(world.image("red"))
                .setImage(world.image("green").getImage())
                .build());
        world.label(world.image("red", new byte[] {1, 2, 3}));
        world.send(world.topics().samples(), "tombstone", null);
        world.sendBytes(world.topics().samples().name(), "garbage", new byte[] {9, 9});
        world.samples(10, "red", "green");
        start();
        world.request("first");

        RetrainResult result = world.awaitResults(1).get(0);
        assertThat(result.getDecision()).isEqualTo(Decision.PROMOTED);
        assertThat(result.getTrainSamples() + result.getCandidate().getSamples())
                .isEqualTo(20);
        assertThat(world.versions().get(0).getLineage().getExpiredImages()).isEqualTo(2);
    }

    @Test
    void anImageWhoseServerIsGoneDoesNotStopTheRest() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String prefix = "http://127.0.0.1:" + port + "/";
        world.label(world.imageAt("red", prefix + "gone.jpg"));
        world.samples(10, "red", "green");
        start("image.uri.allow", prefix, "image.uri.retry.ms", "200");
        world.request("first");

        RetrainResult result = world.awaitResults(1).get(0);
        assertThat(result.getDecision()).isEqualTo(Decision.PROMOTED);
        assertThat(result.getTrainSamples() + result.getCandidate().getSamples())
                .isEqualTo(20);
        assertThat(world.versions().get(0).getLineage().getExpiredImages()).isEqualTo(1);
    }

    @Test
    void enoughNewSamplesAskForAVersionByThemselves() {
        start("retrain.min.new.samples", "20", "dataset.flush.interval.ms", "100");
        world.samples(12, "red", "green");
        RetrainResult first = world.awaitResults(1).get(0);
        assertThat(first.getRequestId()).isEqualTo("samples-default-0-1");
        assertThat(first.getDecision()).as(first.getReason()).isEqualTo(Decision.PROMOTED);

        world.samples(12, "red", "green");
        assertThat(world.awaitResults(2).get(1).getRequestId()).isEqualTo("samples-default-1-1");
    }

    @Test
    void anotherBackboneEmbedsTheDatasetAnewAndIsJudgedAgainstTheOldChampion() throws IOException {
        world.samples(15, "red", "green");
        start();
        world.request("first");
        world.awaitResults(1);

        new BackboneCatalogue(world.store()).use("default", Backbone.BUILT_IN);
        world.request("second");

        RetrainResult second = world.awaitResults(2).get(1);
        ModelVersion version = world.versions().get(1);
        assertThat(version.getBackboneId()).startsWith(Backbone.BUILT_IN + "@");
        assertThat(version.getEmbeddingSize())
                .isNotEqualTo(world.versions().get(0).getEmbeddingSize());
        assertThat(second.getTrainSamples() + second.getCandidate().getSamples())
                .isEqualTo(30);
        assertThat(second.getChampion().getAccuracy())
                .isEqualTo(world.versions().get(0).getMetrics().getAccuracy());
    }

    @Test
    void aPlaceThatNoImageCanComeFromIsNamedAtTheStart() {
        assertThatThrownBy(() -> new TrainerApp(world.config("image.uri.allow", "images.example.com")).start())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("image.uri.allow: 'images.example.com' is not a prefix");
    }

    @Test
    void missingTopicsAreNamedWithWhatToDo() {
        assertThatThrownBy(() -> new TrainerApp(world.config("topic.prefix", "nowhere.")).start())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.samples")
                .hasMessageContaining("headwater topics apply");
    }
}
