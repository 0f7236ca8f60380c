package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.schemas.Topic;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads all partitions of a topic, committed records only, without a consumer group: a command leaves nothing behind.
 * Records that do not decode are skipped; they are the classifier's business. Not safe for several threads.
 */
public final class TopicReader<V extends SpecificRecord> implements AutoCloseable {

    private static final Duration DRAIN_POLL = Duration.ofMillis(200);
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<V> deserializer;
    private final Topic<V> topic;
    private final List<TopicPartition> partitions;

    private TopicReader(
            KafkaConsumer<byte[], byte[]> consumer,
            Deserializer<V> deserializer,
            Topic<V> topic,
            List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.topic = topic;
        this.partitions = partitions;
    }

    /**
     * A record as read.
     *
     * @param key the key as text
     * @param value the decoded value; null for a tombstone and in topics of raw bytes
     */
    public record Entry<V>(String key, V value, int partition, long offset, Headers headers) {}

    /** A reader that begins with the oldest record. */
    public static <V extends SpecificRecord> TopicReader<V> fromBeginning(Cluster cluster, Topic<V> topic) {
        TopicReader<V> reader = open(cluster, topic);
        reader.consumer.seekToBeginning(reader.partitions);
        return reader;
    }

    /** A reader that begins with what is written from now on. */
    public static <V extends SpecificRecord> TopicReader<V> fromNow(Cluster cluster, Topic<V> topic) {
        TopicReader<V> reader = open(cluster, topic);
        // Looked up now: seekToEnd would only do it with the first poll.
        reader.consumer.endOffsets(reader.partitions).forEach(reader.consumer::seek);
        return reader;
    }

    private static <V extends SpecificRecord> TopicReader<V> open(Cluster cluster, Topic<V> topic) {
        Map<String, Object> settings = new HashMap<>(cluster.config().kafkaClient());
        settings.putAll(cluster.config().imageLimits().consumer());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<PartitionInfo> found = consumer.partitionsFor(topic.name(), METADATA_TIMEOUT);
        if (found == null || found.isEmpty()) {
            consumer.close();
            throw new CliException("There is no topic " + topic.name() + " at "
                    + cluster.config().getString(ServiceConfig.BOOTSTRAP_SERVERS)
                    + "; create the topics with 'headwater topics apply'");
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Deserializer<V> deserializer =
                topic.valueType() == null ? null : cluster.serdes().deserializer(topic.valueType());
        return new TopicReader<>(consumer, deserializer, topic, partitions);
    }

    /** What has arrived, waiting for it up to the time-out. */
    public List<Entry<V>> poll(Duration timeout) {
        List<Entry<V>> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(timeout)) {
            try {
                V value = deserializer == null || polled.value() == null
                        ? null
                        : deserializer.deserialize(topic.name(), polled.value());
                String key = polled.key() == null ? null : new String(polled.key(), StandardCharsets.UTF_8);
                entries.add(new Entry<>(key, value, polled.partition(), polled.offset(), polled.headers()));
            } catch (UndecodableRecordException e) {
                // Not ours to report.
            }
        }
        return entries;
    }

    /** All records from the current position to the end as it is now. */
    public List<Entry<V>> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Entry<V>> entries = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            entries.addAll(poll(DRAIN_POLL));
        }
        return entries;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
