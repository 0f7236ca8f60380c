package io.headwater.streams.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.streams.internal.FixedClassifier;
import io.headwater.streams.internal.TopologyTestBase;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Windows of a minute; drift needs 20 predictions. The clock begins at a full minute. */
class QualityTopologyTest extends TopologyTestBase {

    private final FixedClassifier classifier = new FixedClassifier(serdes.encoder(topics.classifications()));
    private int events;

    @Override
    protected Classifier classifier() {
        return classifier;
    }

    private String predict(String label, float confidence, int version) {
        classifier.predict(label, confidence, version);
        String eventId = "e" + events++;
        images.pipeInput(new byte[0], eventId.getBytes(StandardCharsets.UTF_8));
        return eventId;
    }

    private void predictMany(String label, int version, int times) {
        for (int i = 0; i < times; i++) {
            predict(label, 0.9f, version);
        }
    }

    private void say(String eventId, String label) {
        feedback.pipeInput(eventId, label(eventId, label, NOW));
    }

    private QualityWindow onlyWindow() {
        advance(Duration.ofMinutes(1));
        List<QualityWindow> windows = quality.readValuesToList();
        assertThat(windows).hasSize(1);
        return windows.get(0);
    }

    @Test
    void countsPredictionsAndLabelsOfAMinute() {
        String confirmed = predict("good", 0.999f, 1);
        String corrected = predict("good", 0.62f, 1);
        predict("dent", 1f, 1);
        say(confirmed, "good");
        say(corrected, "scratch");
        assertThat(quality.isEmpty()).isTrue();
        advance(Duration.ofMinutes(1));

        KeyValue<String, QualityWindow> record = quality.readKeyValue();
        assertThat(record.key).isEqualTo("default/1");
        QualityWindow window = record.value;
        assertThat(window.getModel()).isEqualTo("default");
        assertThat(window.getVersion()).isEqualTo(1);
        assertThat(window.getWindowStart()).isEqualTo(NOW);
        assertThat(window.getWindowEnd()).isEqualTo(NOW.plusSeconds(60));
        assertThat(window.getLabelled()).isEqualTo(2);
        assertThat(window.getCorrect()).isEqualTo(1);
        assertThat(window.getPredicted()).isEqualTo(Map.of("good", 2, "dent", 1));
        assertThat(window.getGiven()).isEqualTo(Map.of("good", 1, "scratch", 1));
        assertThat(window.getConfidenceHistogram()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0, 0, 2);
        assertThat(window.getDriftScore()).isNull();
        assertThat(quality.isEmpty()).isTrue();
    }

    @Test
    void writesNothingForAMinuteWithoutEvents() {
        predictMany("good", 1, 1);
        advance(Duration.ofMinutes(10));
        assertThat(quality.readValuesToList()).hasSize(1);
        advance(Duration.ofMinutes(10));
        assertThat(quality.isEmpty()).isTrue();
    }

    @Test
    void aLabelCountsForTheVersionThatPredictedInTheMinuteThatItArrives() {
        String early = predict("good", 0.9f, 1);
        assertThat(onlyWindow().getLabelled()).isZero();
        predict("good", 0.9f, 2);
        say(early, "dent");
        advance(Duration.ofMinutes(1));

        assertThat(quality.readValuesToList())
                .satisfiesExactlyInAnyOrder(
                        first -> {
                            assertThat(first.getVersion()).isEqualTo(1);
                            assertThat(first.getLabelled()).isEqualTo(1);
                            assertThat(first.getCorrect()).isZero();
                            assertThat(first.getPredicted()).isEmpty();
                        },
                        second -> {
                            assertThat(second.getVersion()).isEqualTo(2);
                            assertThat(second.getLabelled()).isZero();
                            assertThat(second.getPredicted()).isEqualTo(Map.of("good", 1));
                        });
    }

    @Test
    void eventsThatNoModelSawDoNotCount() {
        String eventId = predict(null, 0f, 1);
        say(eventId, "dent");
        advance(Duration.ofMinutes(2));
        assertThat(quality.isEmpty()).isTrue();
        assertThat(samples.isEmpty()).isFalse();
    }

    @Test
    void driftIsMeasuredAgainstTheFirstWindowsOfTheVersion() {
        predictMany("good", 1, 12);
        assertThat(onlyWindow().getDriftScore()).isNull();
        // Together with the first there are enough to compare with.
        predictMany("good", 1, 4);
        predictMany("dent", 1, 8);
        assertThat(onlyWindow().getDriftScore()).isNull();
        // Too few for a score.
        predictMany("dent", 1, 19);
        assertThat(onlyWindow().getDriftScore()).isNull();

        predictMany("good", 1, 20);
        predictMany("dent", 1, 10);
        QualityWindow same = onlyWindow();
        assertThat(same.getDriftScore()).isLessThan(0.01);
        assertThat(same.getReferencePredictions()).isEqualTo(24);
        assertThat(review.isEmpty()).isTrue();

        predictMany("good", 1, 4);
        predictMany("dent", 1, 26);
        assertThat(onlyWindow().getDriftScore()).isGreaterThan(0.25);

        // Another version begins anew.
        predictMany("dent", 2, 30);
        assertThat(onlyWindow().getDriftScore()).isNull();
    }

    @Test
    void examplesOfAWindowThatHasDriftedAreUpForReview() {
        predictMany("good", 1, 30);
        onlyWindow();
        predictMany("dent", 1, 30);
        assertThat(onlyWindow().getDriftScore()).isGreaterThan(0.25);

        List<TestRecord<String, ReviewItem>> items = review.readRecordsToList();
        assertThat(items).isNotEmpty().hasSizeLessThanOrEqualTo(5).allSatisfy(record -> {
            ReviewItem item = record.value();
            assertThat(record.key()).isEqualTo(item.getEventId());
            assertThat(item.getReason()).isEqualTo(ReviewReason.DRIFT);
            assertThat(item.getVersion()).isEqualTo(1);
            assertThat(item.getScores().get(0).getLabel()).isEqualTo("dent");
            assertThat(item.getImage().getTopic()).isEqualTo("vision.images");
            assertThat(item.getImage().getOffset()).isBetween(30L, 59L);
        });
        assertThat(items).extracting(TestRecord::key).doesNotHaveDuplicates();
    }

    @Test
    void whatPeopleMakeUpDoesNotGrowAWindowWithoutBound() {
        for (int i = 0; i < QualityCounts.MAX_LABELS + 50; i++) {
            say(predict("good", 0.9f, 1), "label-" + i);
        }
        QualityWindow window = onlyWindow();
        assertThat(window.getLabelled()).isEqualTo(QualityCounts.MAX_LABELS + 50);
        assertThat(window.getGiven()).hasSize(QualityCounts.MAX_LABELS + 1).containsEntry(QualityCounts.OTHER, 50);
    }
}
