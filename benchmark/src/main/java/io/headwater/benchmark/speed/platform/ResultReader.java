package io.headwater.benchmark.speed.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a contender has committed, and sees to it that no image was answered twice. */
public final class ResultReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    /** Confluent's wire format begins with a zero byte and four bytes of the schema's id. */
    private static final int FRAME = 5;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final BitSet seen = new BitSet();
    private long read;
    private long repeated;

    /** What is done with a result. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * @param image its number
         * @param appendedAt when the broker appended the result, milliseconds since 1970
         */
        void visit(long image, long appendedAt);
    }

    public ResultReader(Cluster cluster, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        5000,
                        "fetch.max.wait.ms",
                        20,
                        "receive.buffer.bytes",
                        -1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Visits what has come since the last call, waiting a moment where nothing has. */
    public void poll(Visitor visitor) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            long image = number(record.value());
            read++;
            if (seen.get((int) image)) {
                repeated++;
            }
            seen.set((int) image);
            visitor.visit(image, record.timestamp());
        }
    }

    /** Visits all that is committed now. */
    public void readToEnd(Visitor visitor) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(visitor);
        }
    }

    /** The first field of a result is the event id: a string, its length before it. */
    private static long number(byte[] result) {
        ByteBuffer bytes = ByteBuffer.wrap(result, FRAME, result.length - FRAME);
        int length = bytes.get() >> 1;
        return Long.parseLong(new String(result, bytes.position(), length, StandardCharsets.US_ASCII));
    }

    public long read() {
        return read;
    }

    /** Results for an image that had one already. */
    public long repeated() {
        return repeated;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
