package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.Lineage;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise of the lineage: it is enough to make the same head again, bit by bit, on the same machine. */
class ReproductionTest {

    @TempDir
    Path directory;

    private TrainerWorld world;
    private TrainerApp app;

    @BeforeEach
    void openWorld() throws IOException {
        world = new TrainerWorld(directory);
        app = new TrainerApp(world.config());
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    @AfterEach
    void closeWorld() {
        app.close();
        world.close();
    }

    private Reproduction.Result reproduce(ModelVersion version, ModelVersion parent) throws IOException {
        return new Reproduction(world.store(), world.config()).run(version, parent, (epoch, epochs, loss) -> {});
    }

    @Test
    void everyVersionCanBeMadeAgainLongAfterTheDatasetHasGrown() throws IOException {
        world.samples(15, "red", "green");
        LabeledSample corrected = world.image("blue");
        world.label(LabeledSample.newBuilder(corrected).setLabel("red").build());
        world.request("first");
        world.awaitResults(1);
        world.label(corrected);
        world.samples(15, "blue");
        world.request("warm", Map.of("head.warm.start", "true", "head.dropout", "0.3"));
        world.awaitResults(2);
        world.samples(10, "yellow");
        world.request("early stopping", Map.of("head.patience", "3", "head.hidden", "0", "head.seed", "99"));
        List<RetrainResult> results = world.awaitResults(3);

        List<ModelVersion> versions = world.versions();
        assertThat(versions).as(results.toString()).hasSize(3);
        assertThat(versions.get(1).getLineage().getParent()).isEqualTo(1);
        for (ModelVersion version : versions) {
            Reproduction.Result again = reproduce(version, versions.get(0));
            assertThat(again.identical())
                    .as("version %d: %s", version.getVersion(), again)
                    .isTrue();
            assertThat(again.largestDifference()).isZero();
        }
        assertThat(world.versions()).hasSize(3);
        assertThat(world.results()).hasSize(3);
    }

    @Test
    void aVersionTrainedOnAugmentedViewsCanBeMadeAgain() throws IOException {
        world.samples(15, "red", "green");
        world.request("plain");
        world.awaitResults(1);
        world.request("augmented", Map.of("augment.views", "3"));
        world.awaitResults(2);
        world.samples(10, "blue");
        world.request("other views", Map.of("augment.views", "2", "augment.flip", "false", "head.patience", "3"));
        List<RetrainResult> results = world.awaitResults(3);

        List<ModelVersion> versions = world.versions();
        assertThat(versions).as(results.toString()).hasSize(3);
        assertThat(versions.get(0).getLineage().getViewSegments()).isEmpty();
        for (ModelVersion version : versions) {
            Reproduction.Result again = reproduce(version, null);
            assertThat(again.identical())
                    .as("version %d: %s", version.getVersion(), again)
                    .isTrue();
        }
        Reproduction.Result fewer = reproduce(
                changed(versions.get(1), lineage -> {
                    Map<String, String> settings = new HashMap<>(lineage.getHyperParameters());
                    settings.put("augment.views", "2");
                    lineage.setHyperParameters(settings);
                }),
                null);
        assertThat(fewer.identical()).as("views make a difference").isFalse();
        assertThatThrownBy(
                        () -> reproduce(changed(versions.get(1), lineage -> lineage.setViewSegments(List.of())), null))
                .isInstanceOf(NotReproducibleException.class)
                .hasMessageContaining("too few segments of views");
    }

    @Test
    void aVersionWithATailOfItsOwnCanBeMadeAgain() throws IOException {
        world.samples(15, "red", "green");
        world.request("tuned", Map.of("fine-tune.from", "last-1-blocks", "fine-tune.epochs", "3"));
        RetrainResult result = world.awaitResults(1).get(0);
        assertThat(result.getVersion()).as(result.getReason()).isEqualTo(1);

        Reproduction.Result again = reproduce(world.versions().get(0), null);
        assertThat(again.identical()).as(again.toString()).isTrue();
        ModelVersion longer = changed(world.versions().get(0), lineage -> {
            Map<String, String> settings = new HashMap<>(lineage.getHyperParameters());
            settings.put("fine-tune.epochs", "4");
            lineage.setHyperParameters(settings);
        });
        Reproduction.Result other = reproduce(longer, null);
        assertThat(other.identical()).isFalse();
        assertThat(other.reproducedBackbone()).isNotEqualTo(other.publishedBackbone());
    }

    @Test
    void anotherLineageGivesAnotherHeadOrSaysWhatIsMissing() throws IOException {
        world.samples(15, "red", "green");
        world.request("first");
        world.awaitResults(1);
        ModelVersion version = world.versions().get(0);

        Reproduction.Result other = reproduce(
                changed(version, lineage -> {
                    Map<String, String> settings = new HashMap<>(lineage.getHyperParameters());
                    settings.put("head.seed", "18");
                    lineage.setHyperParameters(settings);
                }),
                null);
        assertThat(other.identical()).isFalse();
        assertThat(other.largestDifference()).isPositive();

        assertThatThrownBy(() -> reproduce(changed(version, lineage -> lineage.setParent(7)), null))
                .isInstanceOf(NotReproducibleException.class)
                .hasMessageContaining("began with the head of version 7, which is not there");
        assertThatThrownBy(() ->
                        reproduce(changed(version, lineage -> lineage.setSegments(List.of("0".repeat(64)))), null))
                .isInstanceOf(NotReproducibleException.class)
                .hasMessageContaining("0".repeat(64) + ".avro");
        assertThatThrownBy(() -> reproduce(changed(version, lineage -> lineage.setSegments(List.of())), null))
                .isInstanceOf(NotReproducibleException.class)
                .hasMessageContaining("names no dataset segments");
        assertThatThrownBy(() ->
                        reproduce(changed(version, lineage -> lineage.setSamplesPerLabel(Map.of("red", 1))), null))
                .isInstanceOf(NotReproducibleException.class)
                .hasMessageContaining("its lineage says {red=1}");
        assertThatThrownBy(() -> reproduce(
                        changed(version, lineage -> lineage.getHyperParameters().put("head.magic", "1")), null))
                .isInstanceOf(NotReproducibleException.class)
                .hasMessageContaining("'head.magic'");
    }

    private static ModelVersion changed(ModelVersion version, Consumer<Lineage.Builder> change) {
        Lineage.Builder lineage = Lineage.newBuilder(version.getLineage());
        change.accept(lineage);
        return ModelVersion.newBuilder(version).setLineage(lineage.build()).build();
    }
}
