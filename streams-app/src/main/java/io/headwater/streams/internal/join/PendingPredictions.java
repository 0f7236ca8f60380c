package io.headwater.streams.internal.join;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/** Predictions of one partition of the join that wait for the commit. */
final class PendingPredictions {

    /** Well below the record that a broker takes by default. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final int BYTES_PER_CHAR = 3;
    private static final int NUMBERS_BYTES = 40;

    private final List<PredictionBatch.Entry> entries = new ArrayList<>();
    private int maxBytes;
    private long timestamp;
    private ProcessorRecordContext origin;

    /**
     * @param timestamp of the image's record
     * @param origin where that came from
     */
    void add(String eventId, Prediction prediction, long timestamp, ProcessorRecordContext origin) {
        entries.add(new PredictionBatch.Entry(eventId, prediction));
        int labelLength = prediction.label() == null ? 0 : prediction.label().length();
        this.maxBytes += NUMBERS_BYTES + BYTES_PER_CHAR * (eventId.length() + labelLength);
        this.timestamp = Math.max(this.timestamp, timestamp);
        this.origin = origin;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether they have to go without waiting for the commit. */
    boolean isFull() {
        return maxBytes >= MAX_BYTES;
    }

    String firstEventId() {
        return entries.get(0).eventId();
    }

    PredictionBatch batch() {
        return new PredictionBatch(entries);
    }

    /** The latest of the images'. */
    long timestamp() {
        return timestamp;
    }

    /** Where the last image came from. */
    ProcessorRecordContext origin() {
        return origin;
    }
}
