package io.headwater.streams.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.join.PredictionStore;
import io.headwater.vision.Feedback;
import io.headwater.vision.LabeledSample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class FeedbackJoinTest extends TopologyTestBase {

    private final FixedClassifier classifier = new FixedClassifier(serdes.encoder(topics.classifications()));

    @Override
    protected Classifier classifier() {
        return classifier;
    }

    @Test
    void joinsALabelToThePredictionBeforeIt() {
        predict("e1");
        say("e1", "dent", 0);

        TestRecord<String, LabeledSample> sample = samples.readRecord();
        assertThat(sample.key()).isEqualTo("e1");
        assertThat(sample.value().getLabel()).isEqualTo("dent");
        assertThat(sample.value().getAnnotator()).isEqualTo("ann");
        assertThat(sample.value().getPredictedLabel()).isEqualTo("good");
        assertThat(sample.value().getPredictedConfidence()).isEqualTo(0.75f);
        assertThat(sample.value().getPredictedVersion()).isEqualTo(1);
        assertThat(sample.value().getImage().getTopic()).isEqualTo("vision.images");
        assertThat(sample.value().getImage().getOffset()).isZero();
        assertThat(samples.isEmpty()).isTrue();
    }

    @Test
    void joinsALabelToThePredictionAfterIt() {
        say("e1", "dent", 0);
        assertThat(samples.isEmpty()).isTrue();
        predict("e1");

        assertThat(labels()).containsExactly("dent");
    }

    @Test
    void joinsALabelToAnEventThatNoModelHasSeen() {
        classifier.predict(null, 0);
        predict("e1");
        say("e1", "dent", 0);

        LabeledSample sample = samples.readValue();
        assertThat(sample.getPredictedLabel()).isNull();
        assertThat(sample.getPredictedVersion()).isNull();
        assertThat(sample.getPredictedConfidence()).isNull();
    }

    @Test
    void suppressesALabelSentTwice() {
        predict("e1");
        say("e1", "dent", 0);
        say("e1", "dent", 0);

        assertThat(labels()).containsExactly("dent");
    }

    @Test
    void aCorrectionBecomesAnotherSample() {
        predict("e1");
        say("e1", "dent", 0);
        say("e1", "hole", 1);

        assertThat(labels()).containsExactly("dent", "hole");
    }

    @Test
    void ofTwoLabelsOfOneMomentTheLastToArriveCounts() {
        predict("e1");
        say("e1", "dent", 0);
        say("e1", "hole", 0);

        assertThat(labels()).containsExactly("dent", "hole");
    }

    @Test
    void aLabelGivenEarlierNeverReplacesALaterOne() {
        predict("e1");
        say("e1", "hole", 1);
        say("e1", "dent", 0);

        assertThat(labels()).containsExactly("hole");
    }

    @Test
    void onlyTheLastOfTheLabelsThatWaitCounts() {
        say("e1", "hole", 1);
        say("e1", "dent", 0);
        say("e1", "crack", 2);
        predict("e1");

        assertThat(labels()).containsExactly("crack");
    }

    @Test
    void whereAnEventIdIsUsedAgainTheLatestPredictionCounts() {
        predict("e1");
        say("e1", "dent", 0);
        samples.readValue();
        classifier.predict("crack", 2);
        predict("e1");
        assertThat(samples.isEmpty()).isTrue();
        say("e1", "hole", 1);

        LabeledSample sample = samples.readValue();
        assertThat(sample.getPredictedLabel()).isEqualTo("crack");
        assertThat(sample.getPredictedVersion()).isEqualTo(2);
        assertThat(sample.getImage().getOffset()).isEqualTo(1);
    }

    @Test
    void aLabelWithoutPredictionExpiresIntoOneDeadLetter() {
        say("lonely", "dent", 0);
        advance(RETENTION.plus(Duration.ofMinutes(2)));
        advance(Duration.ofMinutes(2));
        advance(Duration.ofMinutes(2));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("lonely");
        assertThat(serdes.deserializer(Feedback.class).deserialize("vision.feedback", letter.value()))
                .isEqualTo(label("lonely", "dent", NOW));
        assertThat(reasons(letter.headers()))
                .containsEntry(DeadLetterHeaders.STAGE, "join")
                .containsEntry(DeadLetterHeaders.ERROR, "UNMATCHED")
                .containsEntry(DeadLetterHeaders.TOPIC, "vision.feedback")
                .containsEntry(DeadLetterHeaders.OFFSET, "0");
        assertThat(deadLetters.isEmpty()).isTrue();
        predict("lonely");
        assertThat(samples.isEmpty()).isTrue();
    }

    @Test
    void predictionsAndUsedLabelsExpireWithoutATrace() {
        predict("e1");
        say("e1", "dent", 0);
        samples.readValue();
        assertThat(rows()).isEqualTo(2);
        advance(RETENTION.plus(Duration.ofMinutes(2)));
        advance(Duration.ofMinutes(2));

        assertThat(rows()).isZero();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void afterALongStopTheBacklogIsJoinedBeforeAnythingExpires() {
        predict("e1");
        // Records that came in order while the app was down for longer than the retention.
        advance(Duration.ofSeconds(59));
        feedback.pipeInput("e2", label("e2", "hole", NOW), NOW);
        advance(RETENTION.plus(Duration.ofDays(1)));
        say("e1", "dent", 0);

        assertThat(labels()).containsExactly("dent");
    }

    @Test
    void forgetsNothingBeforeItsTime() {
        predict("e1");
        advance(RETENTION.minus(Duration.ofMinutes(2)));
        advance(Duration.ofMinutes(1));
        say("e1", "dent", 0);

        assertThat(labels()).containsExactly("dent");
    }

    @Test
    void headersThatNoTopicTakesAreLeftBehind() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("huge", new byte[2_000_000]);
        predict("e1");
        feedback.pipeInput(new TestRecord<>("e1", label("e1", "dent", NOW), headers, NOW));

        TestRecord<String, LabeledSample> sample = samples.readRecord();
        assertThat(sample.value().getLabel()).isEqualTo("dent");
        assertThat(sample.headers()).isEmpty();
        assertThat(repartitioned().readRecord().headers()).isEmpty();
    }

    @Test
    void rejectsFeedbackThatSaysNothing() {
        say("e1", " ", 0);
        say("", "dent", 0);
        say("e1", "x".repeat(300), 0);
        rawFeedback.pipeInput(new byte[] {1}, new byte[] {9, 9, 9});
        rawFeedback.pipeInput(new byte[] {1}, (byte[]) null);

        List<TestRecord<byte[], byte[]>> letters = deadLetters.readRecordsToList();
        assertThat(letters)
                .extracting(letter -> reasons(letter.headers()).get(DeadLetterHeaders.ERROR))
                .containsExactly("BLANK_LABEL", "BLANK_EVENT_ID", "TOO_LONG", "NOT_FRAMED", "EMPTY");
        assertThat(letters).allSatisfy(letter -> assertThat(reasons(letter.headers()))
                .containsEntry(DeadLetterHeaders.STAGE, "feedback"));
        assertThat(letters.get(3).value()).containsExactly(9, 9, 9);
    }

    private TestOutputTopic<byte[], byte[]> repartitioned() {
        return driver.createOutputTopic(
                "test-labels-repartition", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void predict(String eventId) {
        images.pipeInput("camera".getBytes(StandardCharsets.UTF_8), eventId.getBytes(StandardCharsets.UTF_8));
    }

    private void say(String eventId, String label, int secondsAfterNow) {
        feedback.pipeInput(eventId, label(eventId, label, NOW.plusSeconds(secondsAfterNow)));
    }

    private List<String> labels() {
        return samples.readValuesToList().stream().map(LabeledSample::getLabel).toList();
    }

    private long rows() {
        return ((PredictionStore) driver.getStateStore("predictions")).size()
                + driver.getKeyValueStore("labels-by-event").approximateNumEntries();
    }
}
