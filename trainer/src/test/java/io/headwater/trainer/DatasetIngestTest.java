package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.ImagePlace;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.testing.TrainerWorld;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.RetrainResult;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the samples topic comes to in the dataset, through a running trainer. */
class DatasetIngestTest {

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
        app.close();
        world.close();
    }

    private void start(String... keysAndValues) {
        app = new TrainerApp(world.config(keysAndValues));
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(app::isReady);
    }

    private Dataset dataset() throws IOException {
        return Dataset.open(new DatasetStore(world.store(), "default"), "default", "");
    }

    /** Everything that was sent is in the dataset when a request is answered. */
    private RetrainResult answered(int requests) {
        world.request("request-" + requests);
        return world.awaitResults(requests).get(requests - 1);
    }

    private LabeledSample image(String eventId, String label, Color colour) {
        return world.image(
                label,
                ImageEvent.newBuilder()
                        .setEventId(eventId)
                        .setBytes(ByteBuffer.wrap(TestImages.jpeg(40, 40, colour)))
                        .build());
    }

    @Test
    void theNewestImageOfAReusedEventIdWins() throws IOException {
        LabeledSample first = image("reused", "red", Color.RED);
        world.label(first);
        start("dataset.flush.interval.ms", "50");
        float[] red = dataset().sample("reused").embedding();

        LabeledSample second = image("reused", "green", Color.GREEN);
        world.label(second);
        answered(1);
        Sample replaced = dataset().sample("reused");
        assertThat(replaced.label()).isEqualTo("green");
        assertThat(replaced.image()).isEqualTo(ImagePlace.of(second.getImage()));
        assertThat(replaced.embedding()).isNotEqualTo(red);

        world.label(LabeledSample.newBuilder(second).setLabel("blue").build());
        answered(2);
        Sample corrected = dataset().sample("reused");
        assertThat(corrected.label()).isEqualTo("blue");
        assertThat(corrected.embedding()).isEqualTo(replaced.embedding());
    }

    @Test
    void anOldImageGoesWhereItsNewLabelHasAnImageThatCannotBeUsed() throws IOException {
        List<LabeledSample> first = new ArrayList<>();
        for (String eventId : List.of("undecodable", "expired", "same label")) {
            first.add(image(eventId, "red", Color.RED));
        }
        first.forEach(world::label);
        start("dataset.flush.interval.ms", "50");
        assertThat(dataset().samples()).hasSize(3);

        world.label(undecodable("undecodable", "green"));
        ImageReference gone = ImageReference.newBuilder(first.get(1).getImage())
                .setOffset(1_000_000)
                .build();
        world.label(LabeledSample.newBuilder(first.get(1))
                .setLabel("green")
                .setImage(gone)
                .build());
        world.label(undecodable("same label", "red"));
        answered(1);

        assertThat(dataset().samples()).extracting(Sample::eventId).containsExactly("same label");
        assertThat(dataset().rejectedImages()).isEqualTo(2);
        assertThat(dataset().expiredImages()).isOne();
    }

    private LabeledSample undecodable(String eventId, String label) {
        return world.image(
                label,
                ImageEvent.newBuilder()
                        .setEventId(eventId)
                        .setBytes(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                        .build());
    }

    @Test
    void aFullDatasetTakesInWhatItHasRoomForAndLabelsOfTheRestDoNoHarm() throws IOException {
        start("dataset.max.samples", "20", "dataset.flush.samples", "7");
        List<LabeledSample> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(world.image(i % 3 == 0 ? "red" : "green"));
            world.label(sent.get(i));
        }
        world.samples(2, "blue");
        assertThat(answered(1).getVersion()).isEqualTo(1);
        Dataset full = dataset();
        assertThat(full.samples()).hasSizeLessThanOrEqualTo(20);
        assertThat(full.samples().stream().filter(sample -> sample.label().equals("blue")))
                .hasSize(2);
        assertThat(full.samples().size() + full.manifest().dropped()).isEqualTo(62);

        sent.stream()
                .filter(sample -> full.sample(sample.getEventId()) == null)
                .limit(5)
                .forEach(sample -> world.label(
                        LabeledSample.newBuilder(sample).setLabel("yellow").build()));
        assertThat(answered(2).getVersion()).isEqualTo(2);
        Dataset after = dataset();
        assertThat(after.samples()).hasSizeLessThanOrEqualTo(20);
        assertThat(after.samples().stream().filter(sample -> sample.label().equals("yellow")))
                .as("of a rare label there is room for those that had given way before")
                .isNotEmpty();
        assertThat(after.expiredImages()).isZero();
    }
}
