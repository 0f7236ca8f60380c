package io.headwater.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

    private static final Dataset.Fence OPEN = offsets -> {};

    @TempDir
    Path directory;

    private ArtifactStore files;

    @BeforeEach
    void openStore() {
        files = ArtifactStores.open("file:" + directory.resolve("store"), directory.resolve("cache"));
    }

    private static SegmentEntry.Builder entry(EntryKind kind, String eventId, String label, long offset) {
        return SegmentEntry.newBuilder()
                .setEventId(eventId)
                .setKind(kind)
                .setLabel(label)
                .setLabelledAt(Instant.ofEpochMilli(1_000 + offset))
                .setImageTopic("images")
                .setImagePartition(0)
                .setImageOffset(offset)
                .setSamplePartition(0)
                .setSampleOffset(offset);
    }

    private static SegmentEntry image(String eventId, String label, long offset) {
        return entry(EntryKind.IMAGE, eventId, label, offset)
                .setImage(ByteBuffer.wrap(("image of " + eventId).getBytes()))
                .setBackboneId("backbone@1")
                .setEmbedding(EmbeddingCodec.encode(new float[] {offset, -0.5f}))
                .build();
    }

    private Dataset open(ArtifactStore store) throws IOException {
        return Dataset.open(new DatasetStore(store, "default"), "default", "backbone@1");
    }

    private static List<String> labels(Dataset dataset) {
        return dataset.samples().stream()
                .map(s -> s.eventId() + "=" + s.label())
                .toList();
    }

    @Test
    void whatIsCommittedIsThereAgain() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("b", "stain", 0), image("a", "dent", 1)));
        dataset.commit(Map.of(0, 2L, 1, 7L), 3, OPEN);

        Dataset again = open(files);
        assertThat(labels(again)).containsExactly("a=dent", "b=stain").isEqualTo(labels(dataset));
        assertThat(again.samples().iterator().next().embedding()).containsExactly(1, -0.5f);
        assertThat(again.manifest()).isEqualTo(dataset.manifest());
        assertThat(again.manifest().nextOffsets()).isEqualTo(Map.of(0, 2L, 1, 7L));
        assertThat(again.manifest().skipped()).isEqualTo(3);
        assertThat(again.newestImages(10).get(0).getImage()).isEqualTo(ByteBuffer.wrap("image of b".getBytes()));
    }

    @Test
    void theLastLabelWins() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("a", "dent", 0), image("b", "dent", 1)));
        dataset.commit(Map.of(0, 2L), 0, OPEN);
        dataset.stage(List.of(entry(EntryKind.LABEL, "a", "scratch", 2).build()));
        dataset.commit(Map.of(0, 3L), 0, OPEN);

        assertThat(labels(dataset)).containsExactly("a=scratch", "b=dent");
        assertThat(labels(open(files))).containsExactly("a=scratch", "b=dent");
    }

    @Test
    void missingImagesAreCountedOnceAnEvent() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(
                entry(EntryKind.EXPIRED, "a", "dent", 0).build(),
                entry(EntryKind.EXPIRED, "a", "stain", 1).build(),
                entry(EntryKind.REJECTED, "b", "dent", 2).build()));
        dataset.commit(Map.of(0, 3L), 0, OPEN);

        assertThat(open(files).expiredImages()).isEqualTo(1);
        assertThat(open(files).rejectedImages()).isEqualTo(1);
        assertThat(open(files).samples()).isEmpty();
    }

    @Test
    void stagedIsNotCommitted() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("a", "dent", 0)));

        assertThat(dataset.samples()).isEmpty();
        assertThat(open(files).samples()).isEmpty();
    }

    @Test
    void aFencedTrainerChangesNothing() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("a", "dent", 0)));

        assertThatThrownBy(() -> dataset.commit(Map.of(0, 1L), 0, offsets -> {
                    throw new IllegalStateException("fenced");
                }))
                .hasMessage("fenced");
        assertThat(open(files).samples()).isEmpty();
        assertThat(open(files).manifest().nextOffsets()).isEmpty();
    }

    /** The store fails at its n-th write, for every n there is: the samples are read again from the committed offset. */
    @Test
    void aCrashAtAnyWriteNeitherLosesNorRepeatsASample() throws IOException {
        List<SegmentEntry> topic = new ArrayList<>();
        for (int offset = 0; offset < 12; offset++) {
            topic.add(image("event-" + offset, "label-" + offset % 3, offset));
        }
        boolean crashed = true;
        for (int crashAt = 1; crashed; crashAt++) {
            Path place = directory.resolve("crash-" + crashAt);
            ArtifactStore store = ArtifactStores.open("file:" + place, place);
            crashed = false;
            try {
                ingest(topic, new FailingStore(store, crashAt));
            } catch (IOException e) {
                crashed = true;
            }
            ingest(topic, store);

            Dataset dataset = open(store);
            assertThat(dataset.samples()).as("crash at write %d", crashAt).hasSize(12);
            assertThat(dataset.manifest().nextOffsets()).containsEntry(0, 12L);
            assertThat(dataset.manifest().segments().stream()
                            .mapToInt(Manifest.Segment::entries)
                            .sum())
                    .as("entries in all segments")
                    .isEqualTo(12);
            assertThat(crashAt).as("writes of an ingest").isLessThan(100);
        }
    }

    /** Reads on from the committed offset in steps of four, two segments each. */
    private void ingest(List<SegmentEntry> topic, ArtifactStore store) throws IOException {
        Dataset dataset = open(store);
        int next = dataset.manifest().nextOffsets().getOrDefault(0, 0L).intValue();
        while (next < topic.size()) {
            int end = Math.min(topic.size(), next + 4);
            for (int from = next; from < end; from += 2) {
                dataset.stage(topic.subList(from, Math.min(end, from + 2)).stream()
                        .map(entry -> SegmentEntry.newBuilder(entry).build())
                        .toList());
            }
            dataset.commit(Map.of(0, (long) end), 0, OPEN);
            next = end;
        }
    }

    @Test
    void anotherBackboneReplacesEveryEmbeddingFromTheStoredImages() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("a", "dent", 0), image("b", "dent", 1)));
        dataset.commit(Map.of(0, 2L), 0, OPEN);
        dataset.stage(List.of(entry(EntryKind.LABEL, "a", "scratch", 2).build()));
        dataset.commit(Map.of(0, 3L), 0, OPEN);

        dataset.reembed(
                "backbone@2",
                entries -> entries.stream()
                        .map(entry -> entry.getKind() == EntryKind.IMAGE
                                ? SegmentEntry.newBuilder(entry)
                                        .setBackboneId("backbone@2")
                                        .setEmbedding(EmbeddingCodec.encode(
                                                new float[] {entry.getImage().remaining()}))
                                        .build()
                                : entry)
                        .toList(),
                OPEN);

        for (Dataset each : List.of(dataset, open(files))) {
            assertThat(labels(each)).containsExactly("a=scratch", "b=dent");
            assertThat(each.samples())
                    .allSatisfy(sample -> assertThat(sample.embedding()).containsExactly("image of a".length()));
            assertThat(each.manifest().backboneId()).isEqualTo("backbone@2");
            assertThat(each.manifest().nextOffsets()).isEqualTo(Map.of(0, 3L));
        }
    }

    @Test
    void manySmallSegmentsBecomeOne() throws IOException {
        Dataset dataset = open(files);
        for (int offset = 0; offset < 40; offset++) {
            boolean relabel = offset % 10 == 9;
            dataset.stage(List.of(
                    relabel
                            ? entry(EntryKind.LABEL, "event-0", "label-" + offset, offset)
                                    .build()
                            : image("event-" + offset, "dent", offset)));
            dataset.commit(Map.of(0, offset + 1L), 0, OPEN);
        }

        assertThat(dataset.manifest().segments()).hasSizeLessThan(16);
        assertThat(labels(open(files))).isEqualTo(labels(dataset)).hasSize(36).contains("event-0=label-39");
        assertThat(open(files).newestImages(100)).hasSize(36);
    }

    @Test
    void theSameEntriesMakeTheSameFile() throws IOException {
        DatasetStore store = new DatasetStore(files, "default");
        assertThat(store.write(List.of(image("a", "dent", 0)))).isEqualTo(store.write(List.of(image("a", "dent", 0))));
    }
}
