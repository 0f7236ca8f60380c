package io.headwater.streams.internal.join;

import io.headwater.streams.internal.DrainStore;
import io.headwater.streams.internal.EncodedClassification;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Makes the batcher of each task, with the store that drains it. Its store has to be drained after the classifying
 * processor's, which hands it the last predictions; Streams goes through a task's stores in the topology's order.
 *
 * @param partitions of the join
 */
public record PredictionBatcherSupplier(int partitions)
        implements ProcessorSupplier<byte[], EncodedClassification, String, PredictionBatch> {

    static final String STORE = "predictions-pending";

    @Override
    public Processor<byte[], EncodedClassification, String, PredictionBatch> get() {
        return new PredictionBatcher(partitions);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(DrainStore.builder(STORE));
    }
}
