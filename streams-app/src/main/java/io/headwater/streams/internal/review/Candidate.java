package io.headwater.streams.internal.review;

import io.headwater.vision.LabelScore;
import io.headwater.vision.ReviewItem;
import java.util.Comparator;
import java.util.function.Supplier;

/**
 * What may be put up for review.
 *
 * @param eventId of the image
 * @param label that was predicted
 * @param rank what comes first has the lowest: the margin, or for a contradicted prediction its distance from certainty
 * @param item made when it is asked for, as few of the candidates are chosen
 */
record Candidate(String eventId, String label, float rank, Supplier<ReviewItem> item) {

    static final Comparator<Candidate> FIRST_THE_BEST =
            Comparator.comparingDouble(Candidate::rank).thenComparing(Candidate::eventId);

    static Candidate of(ReviewItem item) {
        LabelScore predicted = item.getScores().get(0);
        float rank = item.getMargin() == null ? 1 - predicted.getScore() : item.getMargin();
        return new Candidate(item.getEventId(), predicted.getLabel(), rank, () -> item);
    }
}
