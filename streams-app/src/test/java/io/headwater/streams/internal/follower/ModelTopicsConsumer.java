package io.headwater.streams.internal.follower;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A consumer of two topics of one partition each that tests fill, before and after it was assigned. */
final class ModelTopicsConsumer extends MockConsumer<byte[], byte[]> {

    private static final long PAUSE_NANOS = 5_000_000;

    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> pending = new ArrayList<>();

    private Error failure;

    ModelTopicsConsumer(String... topics) {
        super("earliest");
        for (String topic : topics) {
            TopicPartition partition = new TopicPartition(topic, 0);
            updatePartitions(topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0])));
            updateBeginningOffsets(Map.of(partition, 0L));
            updateEndOffsets(Map.of(partition, 0L));
            ends.put(partition, 0L);
        }
    }

    /** Makes the next poll fail. */
    synchronized void failOnce(Error error) {
        failure = error;
    }

    synchronized void add(String topic, byte[] value) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        updateEndOffsets(Map.of(partition, offset + 1));
        pending.add(new ConsumerRecord<>(topic, 0, offset, new byte[0], value));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        synchronized (this) {
            Error error = failure;
            failure = null;
            if (error != null) {
                throw error;
            }
            pending.forEach(this::addRecord);
            pending.clear();
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty()) {
            // The real one waits for records; this one would keep a core busy.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return records;
    }
}
