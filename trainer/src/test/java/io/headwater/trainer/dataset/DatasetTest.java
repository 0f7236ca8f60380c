package io.headwater.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        dataset.commit(Map.of(0, 2L, 1, 7L), 3, 0, OPEN);

        Dataset again = open(files);
        assertThat(labels(again)).containsExactly("a=dent", "b=stain").isEqualTo(labels(dataset));
        assertThat(again.samples().iterator().next().embedding()).containsExactly(1, -0.5f);
        assertThat(again.manifest()).isEqualTo(dataset.manifest());
        assertThat(again.manifest().nextOffsets()).isEqualTo(Map.of(0, 2L, 1, 7L));
        assertThat(again.manifest().skipped()).isEqualTo(3);
        assertThat(again.images().newest(10).get(0).getImage()).isEqualTo(ByteBuffer.wrap("image of b".getBytes()));
    }

    @Test
    void theLastLabelWins() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("a", "dent", 0), image("b", "dent", 1)));
        dataset.commit(Map.of(0, 2L), 0, 0, OPEN);
        dataset.stage(List.of(entry(EntryKind.LABEL, "a", "scratch", 2).build()));
        dataset.commit(Map.of(0, 3L), 0, 0, OPEN);

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
        dataset.commit(Map.of(0, 3L), 0, 0, OPEN);

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

        assertThatThrownBy(() -> dataset.commit(Map.of(0, 1L), 0, 0, offsets -> {
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
            dataset.commit(Map.of(0, (long) end), 0, 0, OPEN);
            next = end;
        }
    }

    @Test
    void anotherBackboneReplacesEveryEmbeddingFromTheStoredImages() throws IOException {
        Dataset dataset = open(files);
        dataset.stage(List.of(image("a", "dent", 0), image("b", "dent", 1)));
        dataset.commit(Map.of(0, 2L), 0, 0, OPEN);
        dataset.stage(List.of(entry(EntryKind.LABEL, "a", "scratch", 2).build()));
        dataset.commit(Map.of(0, 3L), 0, 0, OPEN);

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
            dataset.commit(Map.of(0, offset + 1L), 0, 0, OPEN);
        }

        assertThat(dataset.manifest().segments()).hasSizeLessThan(16);
        assertThat(labels(open(files))).isEqualTo(labels(dataset)).hasSize(36).contains("event-0=label-39");
        assertThat(open(files).images().newest(100)).hasSize(36);
    }

    private Dataset bounded(int maxSamples) throws IOException {
        return Dataset.open(
                new DatasetStore(files, "default"),
                "default",
                "backbone@1",
                new Reservoir(maxSamples, new HoldoutSplit(0)));
    }

    private static void add(Dataset dataset, SegmentEntry... entries) throws IOException {
        dataset.stage(List.of(entries));
        dataset.commit(Map.of(), 0, 0, OPEN);
    }

    private static long heldImages(Dataset dataset) throws IOException {
        List<SegmentEntry> images = new ArrayList<>();
        dataset.images()
                .visit(dataset.samples().stream().map(Sample::eventId).collect(Collectors.toSet()), images::addAll);
        return images.size();
    }

    @Test
    void aBoundedDatasetStaysSoAndForgetsTheImagesThatGaveWay() throws IOException {
        Dataset dataset = bounded(10);
        for (int offset = 0; offset < 200; offset += 2) {
            add(
                    dataset,
                    image("event-" + offset, "dent", offset),
                    image("event-" + (offset + 1), offset < 6 ? "rare" : "dent", offset + 1));
            assertThat(dataset.samples()).hasSizeLessThanOrEqualTo(10);
        }

        assertThat(labels(dataset))
                .hasSize(10)
                .filteredOn(each -> each.endsWith("=rare"))
                .hasSize(3);
        assertThat(dataset.manifest().dropped()).isEqualTo(190);
        assertThat(heldImages(dataset)).isEqualTo(10);
        int stored = 0;
        for (Manifest.Segment segment : dataset.manifest().segments()) {
            List<SegmentEntry> entries = new ArrayList<>();
            new DatasetStore(files, "default").read(segment, false, entries::add);
            stored += (int) entries.stream()
                    .filter(entry -> entry.getKind() == EntryKind.IMAGE)
                    .count();
        }
        assertThat(stored).as("images in all segments").isLessThanOrEqualTo(20);
        assertThat(labels(open(files))).isEqualTo(labels(dataset));
    }

    @Test
    void segmentsOfAnEarlierTimeGiveTheSamplesOfThatTime() throws IOException {
        Dataset dataset = bounded(10);
        Map<Manifest, List<String>> history = new LinkedHashMap<>();
        for (int offset = 0; offset < 120; offset += 3) {
            add(
                    dataset,
                    image("event-" + offset, "label-" + offset % 4, offset),
                    image("event-" + (offset + 1), "dent", offset + 1),
                    entry(EntryKind.LABEL, "event-" + offset / 2, "label-" + offset % 5, offset + 2)
                            .build());
            history.put(dataset.manifest(), labels(dataset));
        }

        for (Map.Entry<Manifest, List<String>> then : history.entrySet()) {
            List<String> segments = then.getKey().segments().stream()
                    .map(Manifest.Segment::sha256)
                    .toList();
            Dataset again =
                    Dataset.of(new DatasetStore(files, "default"), Manifest.of("default", "backbone@1", segments));
            assertThat(labels(again)).isEqualTo(then.getValue());
        }
    }

    @Test
    void aLaterLabelOfAnEventThatGaveWayTakesItInAnew() throws IOException {
        Dataset dataset = bounded(4);
        for (int offset = 0; offset < 12; offset++) {
            add(dataset, image("event-" + offset, "dent", offset));
        }
        String gone = IntStream.range(0, 12)
                .mapToObj(i -> "event-" + i)
                .filter(id -> dataset.sample(id) == null)
                .findFirst()
                .orElseThrow();

        add(dataset, entry(EntryKind.LABEL, gone, "scratch", 20).build());
        assertThat(dataset.sample(gone)).as("a label without its image").isNull();
        assertThat(dataset.admitted(Map.of(gone, "dent"))).isEmpty();
        assertThat(dataset.admitted(Map.of(gone, "scratch"))).containsExactly(gone);

        add(dataset, image(gone, "scratch", 21));
        for (Dataset each : List.of(dataset, open(files))) {
            assertThat(labels(each)).hasSize(4).contains(gone + "=scratch");
        }
    }

    @Test
    void theNewestImageOfAnEventWins() throws IOException {
        Dataset dataset = open(files);
        add(dataset, image("a", "dent", 0), image("b", "dent", 1));
        add(
                dataset,
                SegmentEntry.newBuilder(image("a", "hole", 7))
                        .setImage(ByteBuffer.wrap("another image".getBytes()))
                        .build());

        for (Dataset each : List.of(dataset, open(files))) {
            assertThat(labels(each)).containsExactly("a=hole", "b=dent");
            assertThat(each.sample("a").embedding()).containsExactly(7, -0.5f);
            List<SegmentEntry> images = new ArrayList<>();
            each.images().visit(Set.of("a"), images::addAll);
            assertThat(images).singleElement().satisfies(entry -> assertThat(entry.getImage())
                    .isEqualTo(ByteBuffer.wrap("another image".getBytes())));
        }
    }

    @Test
    void aManifestFromBeforeThereWereViewsAndABoundCanBeRead() throws IOException {
        Manifest manifest = Manifest.fromJson(
                """
                {"format":1,"model":"default","backboneId":"backbone@1","segments":[],"nextOffsets":{"0":7},"skipped":3}
                """
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(manifest.nextOffsets()).isEqualTo(Map.of(0, 7L));
        assertThat(manifest.dropped()).isZero();
        assertThat(manifest.views()).isEmpty();
    }

    @Test
    void embeddingsOfOtherPixelsAreToBeMadeAgain() throws IOException {
        Manifest earlier = Manifest.fromJson(
                """
                {"format":2,"model":"default","backboneId":"backbone@1","segments":[],"nextOffsets":{"0":7},"skipped":3,
                "dropped":0,"views":[]}
                """
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(earlier.isEmbeddedBy("backbone@1")).isFalse();
        assertThat(Manifest.fromJson(earlier.advanced(List.of(), Map.of(), 0, 0).toJson())
                        .isEmbeddedBy("backbone@1"))
                .isFalse();
        Manifest now =
                Manifest.fromJson(earlier.reembedded("backbone@1", List.of()).toJson());
        assertThat(now.isEmbeddedBy("backbone@1")).isTrue();
        assertThat(now.isEmbeddedBy("backbone@2")).isFalse();
    }

    @Test
    void theSameEntriesMakeTheSameFile() throws IOException {
        DatasetStore store = new DatasetStore(files, "default");
        assertThat(store.write(List.of(image("a", "dent", 0)))).isEqualTo(store.write(List.of(image("a", "dent", 0))));
    }
}
