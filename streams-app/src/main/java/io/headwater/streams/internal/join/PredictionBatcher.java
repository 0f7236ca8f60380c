package io.headwater.streams.internal.join;

import io.headwater.streams.internal.DrainStore;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.LateForward;
import io.headwater.vision.Classification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gathers a task's predictions by the partition of the join that they belong to, and hands them on at each commit, in its
 * transaction. A batch is forwarded under the first of its event ids, which takes it to the partition of all of them.
 */
final class PredictionBatcher implements Processor<byte[], EncodedClassification, String, PredictionBatch> {

    private final PendingPredictions[] pending;

    private LateForward<String, PredictionBatch> lateForward;

    /** @param partitions of the join */
    PredictionBatcher(int partitions) {
        pending = new PendingPredictions[partitions];
        discard();
    }

    @Override
    public void init(ProcessorContext<String, PredictionBatch> context) {
        lateForward = new LateForward<>(context);
        DrainStore store = context.getStateStore(PredictionBatcherSupplier.STORE);
        store.attach(this::forwardAll, this::discard);
    }

    @Override
    public void process(Record<byte[], EncodedClassification> record) {
        Classification classification = record.value().classification();
        String eventId = classification.getEventId();
        if (eventId.isBlank()) {
            // No label can name it.
            return;
        }
        int partition = partition(eventId);
        pending[partition].add(eventId, Prediction.of(classification), record.timestamp(), lateForward.origin());
        if (pending[partition].isFull()) {
            forward(partition);
        }
    }

    /** As Kafka Streams does for a record with this key. */
    private int partition(String eventId) {
        return BuiltInPartitioner.partitionForKey(eventId.getBytes(StandardCharsets.UTF_8), pending.length);
    }

    private void forwardAll() {
        for (int partition = 0; partition < pending.length; partition++) {
            forward(partition);
        }
    }

    private void forward(int partition) {
        PendingPredictions predictions = pending[partition];
        if (predictions.isEmpty()) {
            return;
        }
        pending[partition] = new PendingPredictions();
        lateForward.forward(
                new Record<>(predictions.firstEventId(), predictions.batch(), predictions.timestamp()),
                predictions.origin());
    }

    private void discard() {
        Arrays.setAll(pending, partition -> new PendingPredictions());
    }

    @Override
    public void close() {
        discard();
    }
}
