package io.headwater.trainer.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Augmentation;
import io.headwater.model.Backbone;
import io.headwater.model.Device;
import io.headwater.model.ImageDecoder;
import io.headwater.model.SessionOptions;
import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewEmbedderTest {

    private static final Augmentation AUGMENTATION = new Augmentation(20, 0.2, true, 0.2, 0.2);
    private static final Dataset.Fence OPEN = offsets -> {};

    @TempDir
    Path directory;

    private ArtifactStore store;
    private Backbone backbone;
    private Embedder embedder;
    private final List<Integer> embedded = new ArrayList<>();

    @BeforeEach
    void openStore() throws IOException {
        store = ArtifactStores.open("file:" + directory.resolve("store"), directory.resolve("cache"));
        backbone = TinyModels.backbone(store);
        embedder = new Embedder(
                store, backbone, new ImageDecoder(1_000_000), new SessionOptions(Device.parse("cpu"), 1, 4));
    }

    @AfterEach
    void closeStore() {
        embedder.close();
        store.close();
    }

    private Dataset open(ArtifactStore from) throws IOException {
        return Dataset.open(new DatasetStore(from, "default"), "default", backbone.id());
    }

    private void add(Dataset dataset, String eventId, int offset, long seed) throws IOException {
        SegmentEntry entry = SegmentEntry.newBuilder()
                .setEventId(eventId)
                .setKind(EntryKind.IMAGE)
                .setLabel("dent")
                .setLabelledAt(Instant.EPOCH)
                .setImageTopic("images")
                .setImagePartition(0)
                .setImageOffset(offset)
                .setSamplePartition(0)
                .setSampleOffset(offset)
                .setImage(ByteBuffer.wrap(TestImages.jpeg(40, 40, seed)))
                .build();
        dataset.stage(embedder.embed(List.of(entry)));
        dataset.commit(Map.of(0, offset + 1L), 0, 0, OPEN);
    }

    private List<float[][]> views(Dataset dataset, Augmentation augmentation, int k) throws IOException {
        embedded.clear();
        List<Sample> samples = List.copyOf(dataset.samples());
        return new ViewEmbedder(dataset, embedder, OPEN)
                .views(samples, augmentation, k, (done, all) -> embedded.add(all));
    }

    @Test
    void viewsAreEmbeddedOnceAndOutliveTheCache() throws IOException {
        Dataset dataset = open(store);
        add(dataset, "a", 0, 1);
        add(dataset, "b", 1, 2);

        List<float[][]> made = views(dataset, AUGMENTATION, 6);
        assertThat(embedded).containsExactly(2);
        assertThat(made).hasSize(2).allSatisfy(each -> assertThat(each).hasDimensions(6, backbone.embeddingSize()));
        assertThat(made.get(0)[0]).isNotEqualTo(made.get(0)[1]).isNotEqualTo(made.get(1)[0]);

        try (ArtifactStore elsewhere =
                ArtifactStores.open("file:" + directory.resolve("store"), directory.resolve("another cache"))) {
            List<float[][]> again = views(open(elsewhere), AUGMENTATION, 6);
            assertThat(embedded).as("nothing is embedded again").isEmpty();
            for (int i = 0; i < made.size(); i++) {
                assertThat(again.get(i)).isDeepEqualTo(made.get(i));
            }
        }
    }

    @Test
    void onlyWhatIsMissingIsEmbedded() throws IOException {
        Dataset dataset = open(store);
        add(dataset, "a", 0, 1);
        float[][] two = views(dataset, AUGMENTATION, 2).get(0);
        add(dataset, "b", 1, 2);

        List<float[][]> more = views(dataset, AUGMENTATION, 2);
        assertThat(embedded).containsExactly(1);
        assertThat(more.get(0)).isDeepEqualTo(two);

        List<float[][]> five = views(dataset, AUGMENTATION, 5);
        assertThat(embedded).containsExactly(2);
        assertThat(five.get(0)[1]).isEqualTo(two[1]);
        views(dataset, AUGMENTATION, 3);
        assertThat(embedded).isEmpty();
    }

    @Test
    void otherSettingsOrAnotherImageMakeOtherViews() throws IOException {
        Dataset dataset = open(store);
        add(dataset, "a", 0, 1);
        float[][] views = views(dataset, AUGMENTATION, 2).get(0);

        float[][] milder =
                views(dataset, new Augmentation(5, 0.2, true, 0.2, 0.2), 2).get(0);
        assertThat(embedded).containsExactly(1);
        assertThat(milder[0]).isNotEqualTo(views[0]);
        assertThat(views(dataset, AUGMENTATION, 2).get(0)).isDeepEqualTo(views);
        assertThat(embedded).as("the earlier settings' views are still there").isEmpty();

        add(dataset, "a", 1, 9);
        float[][] others = views(dataset, AUGMENTATION, 2).get(0);
        assertThat(embedded).containsExactly(1);
        assertThat(others[0]).isNotEqualTo(views[0]);
    }

    @Test
    void anotherBackboneMakesTheViewsAgain() throws IOException {
        Dataset dataset = open(store);
        add(dataset, "a", 0, 1);
        views(dataset, AUGMENTATION, 2);

        dataset.reembed("other@1", entries -> entries, OPEN);
        views(dataset, AUGMENTATION, 2);
        assertThat(embedded).containsExactly(1);
    }
}
