package io.headwater.streams.internal.join;

import java.util.List;

/**
 * Predictions of one partition of the join, in the order in which they were made. One record takes the predictions of a
 * commit there: a record for each took a small network a third of its throughput.
 */
public record PredictionBatch(List<Entry> entries) implements JoinInput {

    /** A prediction and the event that it is of. */
    public record Entry(String eventId, Prediction prediction) {}
}
