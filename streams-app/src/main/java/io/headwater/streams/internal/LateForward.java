package io.headwater.streams.internal;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/**
 * Forwards what a processor has held back, after other records were processed or right before a commit. The public
 * interface has no way to forward a record in the context of an earlier one.
 */
public final class LateForward<K, V> {

    private final InternalProcessorContext<K, V> context;
    private final ProcessorNode<?, ?, ?, ?> node;

    /** @param context the one that the processor is initialised with, while it is */
    public LateForward(ProcessorContext<K, V> context) {
        this.context = (InternalProcessorContext<K, V>) context;
        this.node = this.context.currentNode();
    }

    /** Context of the record that is being processed. */
    public ProcessorRecordContext origin() {
        return context.recordContext();
    }

    /** Forwards the record as if {@code origin}'s were being processed. */
    public void forward(Record<K, V> record, ProcessorRecordContext origin) {
        ProcessorRecordContext outerOrigin = context.recordContext();
        ProcessorNode<?, ?, ?, ?> outerNode = context.currentNode();
        try {
            context.setRecordContext(origin);
            context.setCurrentNode(node);
            context.forward(record);
        } finally {
            context.setRecordContext(outerOrigin);
            context.setCurrentNode(outerNode);
        }
    }
}
