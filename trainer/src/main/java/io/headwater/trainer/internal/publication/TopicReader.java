package io.headwater.trainer.internal.publication;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads what is new in a topic of one partition, up to its end, on every call. Without a group. */
final class TopicReader implements AutoCloseable {

    /** Takes records in order. */
    interface Visitor {
        void visit(ConsumerRecord<byte[], byte[]> record);
    }

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;

    TopicReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    void readToEnd(Visitor visitor) {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        // By position: the last records may be transaction markers, which are never seen.
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).records(partition).forEach(visitor::visit);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
