package io.headwater.streams.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads topics from their beginning, committed records only, and keeps what it has read. Not for several threads. */
public final class TopicReader<T> implements AutoCloseable {

    /**
     * A record as it was read.
     *
     * @param value the decoded value; null where the topic holds raw bytes
     * @param bytes the value as it was
     */
    public record Read<T>(int partition, long offset, String key, T value, byte[] bytes, Headers headers) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<T> deserializer;
    private final List<Read<T>> records = new ArrayList<>();

    TopicReader(String bootstrapServers, List<String> topics, Deserializer<T> deserializer) {
        this.deserializer = deserializer;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All that was read so far, in order within each partition. */
    public List<Read<T>> records() {
        return records;
    }

    /** Reads until the condition holds for what was read; fails after that long without a new record. */
    public List<Read<T>> until(Predicate<List<Read<T>>> condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.test(records)) {
            if (poll(Duration.ofMillis(100)) > 0) {
                deadline = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing new within " + patience + " after " + records.size() + " records");
            }
        }
        return records;
    }

    /** Reads until there are that many records. */
    public List<Read<T>> untilCount(int count) {
        return until(read -> read.size() >= count, Duration.ofSeconds(90));
    }

    /** Reads what is there at this moment. */
    public List<Read<T>> untilEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return until(
                read -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()),
                Duration.ofSeconds(30));
    }

    private int poll(Duration patience) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            T value = deserializer == null ? null : deserializer.deserialize(record.topic(), record.value());
            records.add(new Read<>(
                    record.partition(),
                    record.offset(),
                    record.key() == null ? null : new String(record.key()),
                    value,
                    record.value(),
                    record.headers()));
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
