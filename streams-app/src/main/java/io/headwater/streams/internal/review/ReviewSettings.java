package io.headwater.streams.internal.review;

import java.time.Duration;

/**
 * What is put up for review.
 *
 * @param maxPerMinute items a minute of each reason, at most, over all partitions; 0 for none
 * @param partitions that share them
 * @param maxMargin margin above which a prediction is no candidate
 * @param minConfidence confidence from which a prediction that a label contradicts is one
 */
public record ReviewSettings(int maxPerMinute, int partitions, float maxMargin, float minConfidence) {

    private static final int ROUNDS_PER_MINUTE = 3;

    /** Items of a partition's round, at most. */
    int perRound() {
        return maxPerMinute == 0 ? 0 : Math.max(1, maxPerMinute / (partitions * ROUNDS_PER_MINUTE));
    }

    /** Length of a round: the more events to choose from, the better the choice; the shorter, the sooner it is seen. */
    Duration round() {
        Duration shortest = Duration.ofMinutes(1).dividedBy(ROUNDS_PER_MINUTE);
        if (maxPerMinute == 0) {
            return shortest;
        }
        Duration needed = Duration.ofMinutes(1)
                .multipliedBy((long) perRound() * partitions)
                .dividedBy(maxPerMinute);
        return needed.compareTo(shortest) > 0 ? needed : shortest;
    }
}
