package io.headwater.trainer.testing;

import io.headwater.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Waits for a record that is written from now on to a topic of one partition. */
public final class TopicWatch<T extends SpecificRecord> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<T> deserializer;
    private final Topic<T> topic;

    TopicWatch(String bootstrap, String isolation, Topic<T> topic, Deserializer<T> deserializer) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        consumer.assign(List.of(partition));
        consumer.endOffsets(List.of(partition)).forEach(consumer::seek);
    }

    /** Waits for the first record that fits. */
    public T await(Predicate<T> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                T value = deserializer.deserialize(topic.name(), record.value());
                if (wanted.test(value)) {
                    return value;
                }
            }
        }
        throw new AssertionError("Nothing that fits came to " + topic.name());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
