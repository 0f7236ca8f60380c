package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.client.ImageFiles;
import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.testing.TestImages;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.EmbeddingCodec;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCommandsTest {

    private static final byte[] JPEG = TestImages.jpeg(16, 12, 1);
    private static final byte[] PNG = TestImages.encode(new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB), "png");

    @TempDir
    private Path directory;

    @Test
    void exportsTheOriginalBytesByTheLastLabel() throws Exception {
        commit(
                image("roses/1.jpg@ab", "rose", JPEG),
                image("../../etc/passwd", "../tulip", PNG),
                image("corrected", "rose", JPEG),
                entry(EntryKind.LABEL, "corrected", "daisy").build());
        Path target = directory.resolve("out/images");

        CommandRun run = run("dataset", "export", target.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Wrote 3 images and manifest.csv");
        assertThat(files(target))
                .containsExactly(
                        "%2E.%2Ftulip/%2E.%2F..%2Fetc%2Fpasswd.png",
                        "daisy/corrected.jpg", "manifest.csv", "rose/roses%2F1.jpg@ab.jpg");
        assertThat(target.resolve("daisy/corrected.jpg")).hasBinaryContent(JPEG);
        assertThat(files(directory.resolve("out"))).hasSize(4);
    }

    @Test
    void importFindsTheEventIdsAndLabelsOfAnExport() throws Exception {
        commit(
                image("roses/1.jpg@ab", "100 % L\u00f6wenzahn", JPEG),
                image("../../etc/passwd", "../tulip", PNG),
                image("plain", "L%C3%B6wenzahn", JPEG));
        Path target = directory.resolve("images");
        assertThat(run("dataset", "export", target.toString()).code()).isZero();
        assertThat(imported(target))
                .containsExactlyInAnyOrder(
                        "roses/1.jpg@ab=100 % L\u00f6wenzahn", "../../etc/passwd=../tulip", "plain=L%C3%B6wenzahn");

        Files.move(
                target.resolve("%2E.%2Ftulip/%2E.%2F..%2Fetc%2Fpasswd.png"),
                Files.createDirectory(target.resolve("50%25")).resolve("%2E.%2F..%2Fetc%2Fpasswd.png"));
        assertThat(imported(target)).contains("../../etc/passwd=50%25");

        Files.writeString(target.resolve("manifest.csv"), "name,size\nx,1\n");
        assertThat(imported(target))
                .hasSize(3)
                .anyMatch(file -> file.matches("L%25C3%25B6wenzahn/plain.jpg@\\w{12}=L%25C3%25B6wenzahn"));
    }

    private static List<String> imported(Path target) {
        return ImageFiles.list(target, Integer.MAX_VALUE).stream()
                .map(file -> file.event(null).getEventId() + "=" + file.directory())
                .toList();
    }

    @Test
    void theManifestSaysWhatIsHeldOutAsTheTrainerDoes() throws Exception {
        commit(IntStream.range(0, 40)
                .mapToObj(i -> image("event-" + i, "rose, red", JPEG))
                .toArray(SegmentEntry[]::new));
        Path target = directory.resolve("images");
        assertThat(run("dataset", "export", target.toString(), "--holdout", "0.5")
                        .code())
                .isZero();

        List<String> lines = Files.readAllLines(target.resolve("manifest.csv"));
        assertThat(lines).hasSize(41).first().isEqualTo("event_id,label,split,file,labelled_at");
        HoldoutSplit split = new HoldoutSplit(0.5);
        for (int i = 0; i < 40; i++) {
            String id = "event-" + i;
            assertThat(lines)
                    .contains(id + ",\"rose, red\"," + (split.isHeldOut(id) ? "holdout" : "train") + ",\"rose, red/"
                            + id + ".jpg\",1970-01-01T00:00:01Z");
        }
    }

    @Test
    void statsCountWhatIsThereAndWhatIsNot() throws Exception {
        commit(
                image("a", "rose", JPEG),
                image("b", "rose", JPEG),
                image("c", "tulip", PNG),
                entry(EntryKind.EXPIRED, "d", "tulip").build(),
                entry(EntryKind.REJECTED, "e", "tulip").build());

        JsonNode stats = new ObjectMapper()
                .readTree(run("dataset", "stats", "--holdout", "0", "--json").out());
        assertThat(stats.get("backboneId").asText()).isEqualTo("tiny@1");
        assertThat(stats.get("samples").asInt()).isEqualTo(3);
        assertThat(stats.get("heldOut").asInt()).isZero();
        assertThat(stats.get("expiredImages").asInt()).isEqualTo(1);
        assertThat(stats.get("rejectedImages").asInt()).isEqualTo(1);
        assertThat(stats.get("skippedRecords").asInt()).isEqualTo(2);
        assertThat(stats.get("dropped").asInt()).isZero();
        assertThat(stats.get("segments").asInt()).isEqualTo(1);
        assertThat(stats.get("bytes").asLong()).isGreaterThan(2 * JPEG.length + PNG.length);
        assertThat(stats.get("labels").toString())
                .isEqualTo("[{\"label\":\"rose\",\"training\":2,\"heldOut\":0},"
                        + "{\"label\":\"tulip\",\"training\":1,\"heldOut\":0}]");
        assertThat(run("dataset", "stats").out())
                .contains("Dataset of model default, embedded by tiny@1")
                .contains("samples   3, ", "; 0 dropped")
                .contains("1 expired and 1 rejected images, 2 records that were no samples");
    }

    @Test
    void saysWhatIsMissingOrInTheWay() throws Exception {
        assertThat(run("dataset", "stats").errorLine()).contains("Model default has no dataset in");
        commit(image("a", "rose", JPEG));
        assertThat(run("dataset", "export", directory.toString()).errorLine())
                .contains(directory + " is not empty; name a directory that is");
        CommandRun wrong = run("dataset", "stats", "--holdout", "7");
        assertThat(wrong.code()).isNotZero();
        assertThat(wrong.errorLine()).contains("dataset.holdout.fraction");
    }

    private void commit(SegmentEntry... entries) throws IOException {
        try (ArtifactStore store =
                ArtifactStores.open("file:" + directory.resolve("data/artifacts"), directory.resolve("data/cache"))) {
            Dataset dataset = Dataset.open(new DatasetStore(store, "default"), "default", "tiny@1");
            dataset.stage(List.of(entries));
            dataset.commit(Map.of(0, (long) entries.length), 2, 0, offsets -> {});
        }
    }

    private static SegmentEntry.Builder entry(EntryKind kind, String eventId, String label) {
        return SegmentEntry.newBuilder()
                .setEventId(eventId)
                .setKind(kind)
                .setLabel(label)
                .setLabelledAt(Instant.ofEpochSecond(1))
                .setImageTopic("vision.images")
                .setImagePartition(0)
                .setImageOffset(0)
                .setSamplePartition(0)
                .setSampleOffset(0);
    }

    private static SegmentEntry image(String eventId, String label, byte[] bytes) {
        return entry(EntryKind.IMAGE, eventId, label)
                .setImage(ByteBuffer.wrap(bytes))
                .setBackboneId("tiny@1")
                .setEmbedding(EmbeddingCodec.encode(new float[] {1, 2}))
                .build();
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", directory.resolve("data").toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
