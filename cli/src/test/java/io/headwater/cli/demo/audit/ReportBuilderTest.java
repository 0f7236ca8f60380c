package io.headwater.cli.demo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.schemas.AvroSerdes;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.Decision;
import io.headwater.vision.ImageReference;
import io.headwater.vision.Lineage;
import io.headwater.vision.Metrics;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportBuilderTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final PhaseNames PHASES = new PhaseNames("start", "learning", "new kind", "blister", "new light");

    @BeforeAll
    static void trustTheRecordClasses() {
        new AvroSerdes(null, false);
    }

    private final TopicRecords found = new TopicRecords();
    private final Map<String, Shot> truth = new HashMap<>();

    @Test
    void countsNothingWhereEveryEventHasOneAnswer() {
        image(0, "learning", "good");
        image(1, "learning", "dent");
        classified(0, 1, "good");
        found.deadLetterOrigins.add(place(1));
        found.deadLetters = 1;

        DemoReport report = report();

        assertThat(report.events()).isEqualTo(2);
        assertThat(report.classified()).isEqualTo(1);
        assertThat(report.deadLetters()).isEqualTo(1);
        assertThat(report.lost()).isZero();
        assertThat(report.duplicates()).isZero();
        assertThat(report.lossless()).isTrue();
    }

    @Test
    void findsALostEvent() {
        image(0, "learning", "good");
        image(1, "learning", "good");
        classified(0, 1, "good");

        DemoReport report = report();

        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.lossless()).isFalse();
    }

    @Test
    void findsARepeatedEventAndOneBothClassifiedAndDead() {
        image(0, "learning", "good");
        image(1, "learning", "good");
        image(2, "learning", "good");
        classified(0, 1, "good");
        classified(0, 2, "good");
        classified(1, 1, "good");
        found.deadLetterOrigins.add(place(1));
        classified(2, 1, "good");

        DemoReport report = report();

        assertThat(report.duplicates()).isEqualTo(2);
        assertThat(report.classified()).isEqualTo(3);
        assertThat(report.lost()).isZero();
        assertThat(report.lossless()).isFalse();
    }

    @Test
    void aDeadLetterOfAnotherTopicAnswersNoImage() {
        image(0, "learning", "good");
        found.deadLetters = 1;
        found.deadLetterOrigins.add(new TopicRecords.Place(new TopicPartition("vision.feedback", 0), 0));

        DemoReport report = report();

        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.duplicates()).isZero();
    }

    @Test
    void measuresEachVersionInEachPhase() {
        image(0, "start", "good");
        unclassified(0);
        image(1, "learning", "good");
        image(2, "learning", "dent");
        image(3, "learning", "dent");
        classified(1, 1, "good");
        classified(2, 1, "good");
        classified(3, 2, "dent");
        image(4, "new kind", "blister");
        image(5, "new kind", "blister");
        classified(4, 2, "dent");
        classified(5, 3, "blister");
        image(6, "new light", "good");
        image(7, "new light", "good");
        classified(6, 3, "dent");
        classified(7, 4, "good");

        DemoReport report = report();

        assertThat(report.phases())
                .extracting(DemoReport.Phase::name, DemoReport.Phase::version, DemoReport.Phase::onlineAccuracy)
                .containsExactly(
                        tuple("start", null, null),
                        tuple("learning", 1, 0.5),
                        tuple("learning", 2, 1.0),
                        tuple("new kind", 2, 0.0),
                        tuple("new kind", 3, 1.0),
                        tuple("new light", 3, 0.0),
                        tuple("new light", 4, 1.0));
        assertThat(report.figures()).isEqualTo(new DemoReport.Figures(0, 0.5, 1.0, 1.0, 1.0, 0.0, 1.0));
        assertThat(report.phases().get(1).recall()).isEqualTo(Map.of("good", 1.0, "dent", 0.0));
    }

    @Test
    void timesAVersionFromItsRequestToItsFirstClassification() {
        image(0, "learning", "good");
        classified(0, 1, "good"); // ten seconds past noon
        version(1, Decision.PROMOTED, "asked");
        version(2, Decision.REJECTED, "asked again");
        result("asked", NOON.plusSeconds(3));
        result("asked again", NOON.plusSeconds(4));

        DemoReport report = report();

        assertThat(report.versions())
                .containsExactly(
                        new DemoReport.Version(1, "PROMOTED", 0.75, 60, 48, 1.5, 7.0),
                        new DemoReport.Version(2, "REJECTED", 0.75, 60, 48, 1.5, null));
        assertThat(report.figures().promoted()).isEqualTo(1);
    }

    @Test
    void writesTheFieldsThatScriptsRead() throws Exception {
        image(0, "learning", "good");
        classified(0, 1, "good");
        version(1, Decision.PROMOTED, "asked");
        result("asked", NOON);

        JsonNode json = new ObjectMapper().readTree(report().json());

        assertThat(json.fieldNames())
                .toIterable()
                .startsWith(
                        "events",
                        "classified",
                        "lost",
                        "duplicates",
                        "deadLetters",
                        "feedback",
                        "samples",
                        "versions",
                        "phases");
        assertThat(json.has("lossless")).isFalse();
        assertThat(json.get("versions").get(0).fieldNames())
                .toIterable()
                .contains("version", "decision", "holdoutAccuracy", "samples", "trainSeconds", "requestToLiveSeconds");
        assertThat(json.get("phases").get(0).fieldNames())
                .toIterable()
                .contains("name", "version", "onlineAccuracy", "events");
    }

    private DemoReport report() {
        return new ReportBuilder(found, truth, PHASES).build();
    }

    private static TopicRecords.Place place(long offset) {
        return new TopicRecords.Place(new TopicPartition("vision.images", 0), offset);
    }

    private void image(long offset, String phase, String label) {
        found.images.put(place(offset), "event-" + offset);
        truth.put("event-" + offset, new Shot(phase, label));
    }

    private void unclassified(long offset) {
        found.classifications.add(
                classification(offset).setStatus(ClassificationStatus.NO_MODEL).build());
    }

    private void classified(long offset, int version, String label) {
        found.classifications.add(classification(offset)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setVersion(version)
                .setLabel(label)
                .build());
    }

    private static Classification.Builder classification(long offset) {
        return Classification.newBuilder()
                .setEventId("event-" + offset)
                .setModel("default")
                .setImage(new ImageReference("vision.images", 0, offset))
                .setClassifiedAt(NOON.plusSeconds(10 + offset));
    }

    private void version(int number, Decision decision, String requestId) {
        found.versions.add(ModelVersion.newBuilder()
                .setModel("default")
                .setVersion(number)
                .setCreatedAt(NOON)
                .setArtifacts(List.of())
                .setLabels(List.of("good", "dent"))
                .setInputSize(96)
                .setEmbeddingSize(384)
                .setBackboneId("tiny@0")
                .setLineage(Lineage.newBuilder()
                        .setSamplesPerLabel(Map.of("good", 20, "dent", 28))
                        .build())
                .setMetrics(
                        Metrics.newBuilder().setSamples(12).setAccuracy(0.75).build())
                .setDecision(decision)
                .setReason("a test")
                .setRequestId(requestId)
                .setTrainMillis(1500)
                .build());
    }

    private void result(String requestId, Instant requestedAt) {
        found.results.add(RetrainResult.newBuilder()
                .setRequestId(requestId)
                .setModel("default")
                .setReason("a test")
                .setRequestedAt(requestedAt)
                .setFinishedAt(requestedAt.plusSeconds(1))
                .build());
    }
}
