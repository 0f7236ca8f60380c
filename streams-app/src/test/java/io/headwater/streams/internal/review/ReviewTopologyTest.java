package io.headwater.streams.internal.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.streams.internal.FixedClassifier;
import io.headwater.streams.internal.TopologyTestBase;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.vision.LabelScore;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Rounds of 20 seconds with three items of each reason. */
class ReviewTopologyTest extends TopologyTestBase {

    private static final Duration ROUND = Duration.ofSeconds(20);

    private final FixedClassifier classifier = new FixedClassifier(serdes.encoder(topics.classifications()));

    @Override
    protected Classifier classifier() {
        return classifier;
    }

    private void predict(String eventId, String label, double best, double second) {
        classifier.score(List.of(new LabelScore(label, (float) best), new LabelScore("the other", (float) second)), 1);
        images.pipeInput(new byte[0], eventId.getBytes(StandardCharsets.UTF_8));
    }

    private void say(String eventId, String label, int seconds) {
        feedback.pipeInput(eventId, label(eventId, label, NOW.plusSeconds(seconds)));
    }

    private List<String> reviewed() {
        advance(ROUND);
        return review.readRecordsToList().stream().map(TestRecord::key).toList();
    }

    @Test
    void theLowestMarginsOfARoundComeFirst() {
        predict("d", "good", 0.60, 0.40);
        predict("b", "good", 0.52, 0.48);
        predict("c", "good", 0.55, 0.45);
        predict("a", "good", 0.51, 0.49);
        predict("sure", "good", 0.95, 0.05);
        assertThat(review.isEmpty()).isTrue();
        advance(ROUND);

        List<TestRecord<String, ReviewItem>> items = review.readRecordsToList();
        assertThat(items).extracting(TestRecord::key).containsExactly("a", "b", "c");
        ReviewItem first = items.get(0).value();
        assertThat(first.getReason()).isEqualTo(ReviewReason.LOW_MARGIN);
        assertThat(first.getModel()).isEqualTo("default");
        assertThat(first.getVersion()).isEqualTo(1);
        assertThat(first.getMargin()).isCloseTo(0.02f, within(1e-6f));
        assertThat(first.getScores()).extracting(LabelScore::getLabel).containsExactly("good", "the other");
        assertThat(first.getImage().getOffset()).isEqualTo(3);
    }

    @Test
    void aRoundHasNoMemoryOfTheOneBefore() {
        predict("a", "good", 0.51, 0.49);
        assertThat(reviewed()).containsExactly("a");
        assertThat(reviewed()).isEmpty();
        predict("b", "good", 0.6, 0.4);
        assertThat(reviewed()).containsExactly("b");
    }

    @Test
    void noPredictedLabelTakesAllPlaces() {
        predict("g1", "good", 0.51, 0.49);
        predict("g2", "good", 0.52, 0.48);
        predict("g3", "good", 0.53, 0.47);
        predict("g4", "good", 0.54, 0.46);
        predict("dent", "dent", 0.7, 0.3);
        predict("scratch", "scratch", 0.6, 0.4);
        predict("g0", "good", 0.505, 0.495);

        assertThat(reviewed()).containsExactly("g0", "scratch", "dent");
    }

    @Test
    void anEventThatIsSentAgainIsThereOnce() {
        predict("a", "good", 0.51, 0.49);
        predict("a", "good", 0.6, 0.4);
        assertThat(reviewed()).containsExactly("a");
    }

    @Test
    void anEventThatIsSentAgainCountsForItsNewLabelOnly() {
        predict("e", "good", 0.51, 0.49);
        predict("e", "dent", 0.52, 0.48);
        predict("g", "good", 0.60, 0.40);
        predict("d", "dent", 0.55, 0.45);
        predict("s", "scratch", 0.65, 0.35);

        assertThat(reviewed()).containsExactly("e", "g", "s");
    }

    @Test
    void aLabelThatContradictsAConfidentPredictionIsLookedAtAgain() {
        predict("right", "good", 0.98, 0.02);
        predict("wrong", "good", 0.97, 0.03);
        predict("worse", "good", 0.99, 0.01);
        predict("hesitant", "good", 0.8, 0.2);
        say("right", "good", 0);
        say("wrong", "dent", 0);
        say("worse", "dent", 0);
        say("hesitant", "dent", 0);
        advance(ROUND);

        List<TestRecord<String, ReviewItem>> items = review.readRecordsToList();
        assertThat(items).extracting(TestRecord::key).containsExactly("worse", "wrong");
        ReviewItem item = items.get(1).value();
        assertThat(item.getReason()).isEqualTo(ReviewReason.DISAGREEMENT);
        assertThat(item.getMargin()).isNull();
        assertThat(item.getScores()).containsExactly(new LabelScore("good", 0.97f));
        assertThat(item.getGivenLabel()).isEqualTo("dent");
        assertThat(item.getLabelledAt()).isEqualTo(NOW);
        assertThat(item.getClassifiedAt()).isEqualTo(NOW);
    }

    @Test
    void theSecondLookIsNotUpForReviewAgain() {
        predict("e", "good", 0.98, 0.02);
        say("e", "dent", 0);
        assertThat(reviewed()).containsExactly("e");
        say("e", "dent", 5);
        assertThat(samples.readValuesToList()).hasSize(2);
        assertThat(reviewed()).isEmpty();
    }

    @Test
    void aLabelBeforeThePredictionCountsToo() {
        say("e", "dent", 0);
        predict("e", "good", 0.98, 0.02);
        assertThat(reviewed()).containsExactly("e");
    }

    @Test
    void theLimitIsKeptByEachPartitionsShare() {
        ReviewSettings many = new ReviewSettings(60, 4, 0.5f, 0.9f);
        assertThat(many.perRound()).isEqualTo(5);
        assertThat(many.round()).isEqualTo(Duration.ofSeconds(20));
        ReviewSettings few = new ReviewSettings(2, 4, 0.5f, 0.9f);
        assertThat(few.perRound()).isEqualTo(1);
        assertThat(few.round()).isEqualTo(Duration.ofMinutes(2));
        assertThat(new ReviewSettings(0, 4, 0.5f, 0.9f).perRound()).isZero();
    }
}
