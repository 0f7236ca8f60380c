package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.cli.CommandRun;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.LabelFile;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.client.TopicReader;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import io.headwater.vision.Classification;
import io.headwater.vision.Decision;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageReference;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedPlatform.class)
class LabelsAndResultsTest {

    @TempDir
    private Path directory;

    @Test
    void feedbackSendsOneLabelOrACsvFile(LocalPlatform platform) throws Exception {
        Path csv = Files.writeString(
                directory.resolve("labels.csv"), "event_id,label,annotator\n\"a,1\",rose,eve\nb,tulip\n");
        try (Cluster cluster = Cluster.connect(platform.config());
                TopicReader<Feedback> reader =
                        TopicReader.fromNow(cluster, cluster.topics().feedback())) {
            assertThat(CommandRun.on(platform, "feedback", "c", "daisy", "--annotator", "bob")
                            .code())
                    .isZero();
            assertThat(CommandRun.on(platform, "feedback", "--csv", csv.toString(), "--annotator", "bob")
                            .out())
                    .startsWith("Sent 2 labels");
            assertThat(reader.readToEnd())
                    .extracting(entry -> entry.key() + "/" + entry.value().getEventId() + "/"
                            + entry.value().getLabel() + "/" + entry.value().getAnnotator())
                    .containsExactlyInAnyOrder("c/c/daisy/bob", "a,1/a,1/rose/eve", "b/b/tulip/bob");
        }
    }

    @Test
    void aCsvFileMayBeginWithAByteOrderMark() throws Exception {
        for (String header : List.of("event_id,label\n", "")) {
            Path csv = Files.writeString(directory.resolve("labels.csv"), "\uFEFF" + header + "a,rose\n");
            assertThat(LabelFile.read(csv)).containsExactly(new LabelFile.Line("a", "rose", null));
        }
    }

    @Test
    void aWrongCsvLineIsNamed(LocalPlatform platform) throws Exception {
        Path csv = Files.writeString(directory.resolve("labels.csv"), "event_id,label\na,rose\nb\n");
        CommandRun run = CommandRun.on(platform, "feedback", "--csv", csv.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errorLine()).contains("Line 3 of " + csv);
    }

    @Test
    void resultsFollowsClassifications(LocalPlatform platform) throws Exception {
        try (Cluster cluster = Cluster.connect(platform.config());
                RecordSender<Classification> sender =
                        RecordSender.open(cluster, cluster.topics().classifications())) {
            sender.sendNow(
                    "shown",
                    StubClassifier.classification("shown", "rose", new ImageReference("vision.images", 0, 1_000_000L)));
        }
        CommandRun json = CommandRun.on(platform, "results", "--from-beginning", "--timeout", "2", "--json");
        assertThat(json.code()).as(json.err()).isZero();
        List<String> events = json.outLines().stream()
                .map(line -> {
                    try {
                        return new ObjectMapper().readTree(line).get("eventId").asText();
                    } catch (Exception e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
        assertThat(events).contains("shown");

        CommandRun none = CommandRun.on(platform, "results", "--max", "1", "--timeout", "0.5");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.errorLine()).contains("0 of 1 classifications");
    }

    @Test
    void retrainShowsTheAnswerToItsOwnRequest(LocalPlatform platform) throws Exception {
        try (Cluster cluster = Cluster.connect(platform.config());
                TopicReader<RetrainRequest> requests =
                        TopicReader.fromNow(cluster, cluster.topics().retrainRequests());
                RecordSender<RetrainResult> results =
                        RecordSender.open(cluster, cluster.topics().retrainResults())) {
            CompletableFuture<RetrainRequest> answered = CompletableFuture.supplyAsync(() -> {
                List<TopicReader.Entry<RetrainRequest>> read = List.of();
                while (read.isEmpty()) {
                    read = requests.poll(Duration.ofMillis(100));
                }
                RetrainRequest request = read.get(0).value();
                results.sendNow("other", result("other", Decision.PROMOTED));
                results.sendNow(request.getRequestId(), result(request.getRequestId(), Decision.FAILED));
                return request;
            });
            CommandRun run = CommandRun.on(
                    platform, "retrain", "--wait", "--timeout", "60", "--set", "head.hidden=64", "--set", "seed=3");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.errorLine()).contains("The retraining failed: for a test");
            assertThat(answered.get().getOverrides())
                    .containsEntry("head.hidden", "64")
                    .containsEntry("seed", "3");
        }
    }

    private static RetrainResult result(String requestId, Decision decision) {
        return RetrainResult.newBuilder()
                .setRequestId(requestId)
                .setModel("default")
                .setDecision(decision)
                .setReason("for a test")
                .setRequestedAt(Instant.EPOCH)
                .setFinishedAt(Instant.EPOCH)
                .build();
    }
}
