package io.headwater.streams.internal.join;

import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.service.Backoff;
import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.EventIds;
import io.headwater.streams.internal.Outcome;
import io.headwater.vision.Feedback;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Reads feedback records and rejects those without an event id or a label. */
public final class FeedbackReader
        extends ContextualProcessor<byte[], byte[], byte[], Outcome<FeedbackReader.LabelledEvent>> {

    /** Longest label and annotator in bytes of UTF-8: they are kept for every event. */
    static final int MAX_TEXT_BYTES = 256;

    /** An event and its label. */
    public record LabelledEvent(String eventId, Label label) {}

    private final Deserializer<Feedback> deserializer;
    private final Duration patience;

    /** @param patience how long a registry that is away is waited for before the task starts again */
    public FeedbackReader(Deserializer<Feedback> deserializer, Duration patience) {
        this.deserializer = deserializer;
        this.patience = patience;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        context().forward(record.withValue(read(record, metadata)));
    }

    private Outcome<LabelledEvent> read(Record<byte[], byte[]> record, RecordMetadata metadata) {
        Feedback feedback;
        try {
            feedback = deserialize(metadata.topic(), record.value());
        } catch (UndecodableRecordException e) {
            return rejected(record, metadata, e.reason().name(), e.getMessage());
        }
        if (feedback == null) {
            return rejected(record, metadata, "EMPTY", "The record has no value");
        }
        if (feedback.getEventId().isBlank()) {
            return rejected(record, metadata, "BLANK_EVENT_ID", "The feedback names no event");
        }
        if (feedback.getEventId().length() > EventIds.MAX_LENGTH) {
            return rejected(record, metadata, "TOO_LONG", EventIds.TOO_LONG);
        }
        if (feedback.getLabel().isBlank()) {
            return rejected(record, metadata, "BLANK_LABEL", "The feedback has no label");
        }
        if (isTooLong(feedback.getLabel()) || isTooLong(feedback.getAnnotator())) {
            return rejected(
                    record, metadata, "TOO_LONG", "Label or annotator is longer than " + MAX_TEXT_BYTES + " bytes");
        }
        Label label = Label.of(feedback, metadata.partition(), metadata.offset());
        return new Outcome.Accepted<>(new LabelledEvent(feedback.getEventId(), label));
    }

    private Feedback deserialize(String topic, byte[] value) {
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
        long start = System.nanoTime();
        while (true) {
            try {
                return deserializer.deserialize(topic, value);
            } catch (RegistryUnavailableException e) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    throw new StreamsException("Feedback will be read again: " + e.getMessage(), e);
                }
                pause(backoff);
            }
        }
    }

    private static void pause(Backoff backoff) {
        try {
            backoff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsException("Interrupted; feedback will be read again", e);
        }
    }

    private static boolean isTooLong(String text) {
        return text != null && text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES;
    }

    private static Outcome<LabelledEvent> rejected(
            Record<byte[], byte[]> record, RecordMetadata metadata, String error, String message) {
        DeadLetter.Origin origin =
                new DeadLetter.Origin(metadata.topic(), metadata.partition(), metadata.offset(), record.timestamp());
        return new Outcome.Rejected<>(
                new DeadLetter(DeadLetter.Stage.FEEDBACK, error, message, record.value(), origin));
    }
}
