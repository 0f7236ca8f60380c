package io.headwater.streams.internal;

import io.headwater.streams.internal.join.FeedbackReader.LabelledEvent;
import io.headwater.streams.internal.join.Label;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Puts labels under their event ids, without the headers of the feedback: there may be more of them than an internal
 * topic takes, and a record that the broker refuses would stop the stream.
 */
final class LabelKeying extends ContextualProcessor<byte[], LabelledEvent, String, Label> {

    @Override
    public void process(Record<byte[], LabelledEvent> record) {
        LabelledEvent event = record.value();
        context().forward(new Record<>(event.eventId(), event.label(), record.timestamp()));
    }
}
