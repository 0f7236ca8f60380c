package io.headwater.streams.internal;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Passes the values of accepted records on. */
final class AcceptedValues<T> extends ContextualProcessor<byte[], Outcome<T>, byte[], T> {

    @Override
    public void process(Record<byte[], Outcome<T>> record) {
        if (record.value() instanceof Outcome.Accepted<T> accepted) {
            context().forward(record.withValue(accepted.value()));
        }
    }
}
