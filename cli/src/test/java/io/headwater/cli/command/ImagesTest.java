package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.TopicReader;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import io.headwater.schemas.Topic;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** produce and import, against a real broker and registry and a classifier that answers by file size. */
@ExtendWith(SharedPlatform.class)
class ImagesTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void writeImages() throws Exception {
        write("roses/one.jpg", 10);
        write("roses/two.JPG", 11);
        write("tulips/deep/three.png", 13);
        write("notes.txt", 5);
        write(".hidden/four.jpg", 4);
    }

    private void write(String name, int size) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
    }

    @Test
    void importSendsEventsAndLabelsWithTheSameIdsEveryTime(LocalPlatform platform) throws Exception {
        write("loose.jpg", 3);
        try (Cluster cluster = Cluster.connect(platform.config());
                TopicReader<ImageEvent> images =
                        TopicReader.fromNow(cluster, cluster.topics().images());
                TopicReader<Feedback> feedback =
                        TopicReader.fromNow(cluster, cluster.topics().feedback())) {
            JsonNode first = json(CommandRun.on(platform, "import", directory.toString(), "--json"));
            assertThat(first.get("images").asInt()).isEqualTo(3);
            assertThat(first.get("withoutLabel").asInt()).isEqualTo(1);
            assertThat(first.get("labels").toString()).isEqualTo("{\"deep\":1,\"roses\":2}");
            List<TopicReader.Entry<ImageEvent>> events = images.readToEnd();
            List<String> ids = ids(events);
            // sha256 of ten zero bytes begins with 01d448afd928 (coreutils).
            assertThat(ids).hasSize(3).contains("roses/one.jpg@01d448afd928");
            assertThat(events).allSatisfy(event -> assertThat(event.key())
                    .isEqualTo(event.value().getEventId()));
            assertThat(feedback.readToEnd())
                    .extracting(entry ->
                            entry.value().getEventId() + "=" + entry.value().getLabel())
                    .contains("roses/one.jpg@01d448afd928=roses");

            assertThat(CommandRun.on(platform, "import", directory.toString()).code())
                    .isZero();
            assertThat(ids(images.readToEnd())).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    private static List<String> ids(List<TopicReader.Entry<ImageEvent>> entries) {
        return entries.stream().map(entry -> entry.value().getEventId()).toList();
    }

    @Test
    void produceWaitsAndScoresWithoutSendingLabels(LocalPlatform platform) throws Exception {
        Files.move(directory.resolve("roses"), directory.resolve("rose"));
        Files.move(directory.resolve("tulips/deep"), directory.resolve("tulip"));
        write("rose/empty.jpg", 0);
        long labels = count(platform, labelTopic(platform));
        try (StubClassifier classifier = new StubClassifier(platform)) {
            JsonNode summary = json(CommandRun.on(platform, "produce", directory.toString(), "--score", "--json"));
            assertThat(summary.get("images").asInt()).isEqualTo(4);
            assertThat(summary.get("classified").asInt()).isEqualTo(3);
            assertThat(summary.get("deadLetters").toString()).isEqualTo("{\"EMPTY\":1}");
            assertThat(summary.get("missing").asInt()).isZero();
            assertThat(summary.get("versions").toString()).isEqualTo("{\"7\":3}");
            // Right: rose/one.jpg (even) and tulip/three.png (odd); rose/two.JPG is odd, rose/empty.jpg is a dead
            // letter.
            assertThat(summary.get("accuracy").asDouble()).isEqualTo(0.5);
            assertThat(summary.get("recall").get("rose").asDouble()).isEqualTo(1 / 3.0);
            assertThat(summary.get("recall").get("tulip").asDouble()).isEqualTo(1.0);

            CommandRun text = CommandRun.on(platform, "produce", directory.toString(), "--score");
            assertThat(text.outLines()).contains("Accuracy 0.500", "Classified 3, 3 by version 7.");
        }
        assertThat(count(platform, labelTopic(platform))).isEqualTo(labels);
    }

    private static Topic<Feedback> labelTopic(LocalPlatform platform) {
        return platform.config().topics().feedback();
    }

    private static <V extends SpecificRecord> long count(LocalPlatform platform, Topic<V> topic) {
        try (Cluster cluster = Cluster.connect(platform.config());
                TopicReader<V> reader = TopicReader.fromBeginning(cluster, topic)) {
            return reader.readToEnd().size();
        }
    }

    @Test
    void produceSaysHowManyWereNotClassified(LocalPlatform platform) {
        CommandRun run = CommandRun.on(platform, "produce", directory.toString(), "--wait", "--timeout", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errorLine()).contains("No classification of 3 images came within 1 s");
    }

    private static JsonNode json(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
