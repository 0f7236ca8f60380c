package io.headwater.streams.internal.follower;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the model topics from their beginning, and on, into a catalogue. A record that does not decode is skipped; while
 * the registry is away reading stops where it is.
 */
final class ModelTopics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelTopics.class);

    private final Consumer<byte[], byte[]> consumer;
    private final ModelCatalogue catalogue;
    private final String versionsTopic;
    private final String aliasesTopic;
    private final Deserializer<ModelVersion> versions;
    private final Deserializer<ModelAlias> aliases;
    private Map<TopicPartition, Long> ends;

    /** @param consumer read_committed, without a group; closed with this */
    ModelTopics(Consumer<byte[], byte[]> consumer, Topics topics, AvroSerdes serdes, ModelCatalogue catalogue) {
        this.consumer = consumer;
        this.catalogue = catalogue;
        this.versionsTopic = topics.models().name();
        this.aliasesTopic = topics.modelAliases().name();
        this.versions = serdes.deserializer(ModelVersion.class);
        this.aliases = serdes.deserializer(ModelAlias.class);
    }

    /** Takes all partitions, from their beginning. */
    void open() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(versionsTopic, aliasesTopic)) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
    }

    /** Whether everything that was there when this was opened has been read. */
    boolean isCaughtUp() {
        return ends != null
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /**
     * Reads what is there, waiting for it at most that long.
     *
     * @throws io.headwater.schemas.RegistryUnavailableException the registry is away; the next call reads the same again
     */
    void poll(Duration patience) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            try {
                add(record);
            } catch (UndecodableRecordException e) {
                LOG.error("Skipping a record of {} at offset {}: {}", record.topic(), record.offset(), e.getMessage());
            } catch (RuntimeException e) {
                rewind();
                throw e;
            }
        }
    }

    /** The catalogue takes records it has seen already without harm, and the topics are small: start over. */
    private void rewind() {
        consumer.seekToBeginning(consumer.assignment());
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        if (record.topic().equals(versionsTopic)) {
            catalogue.add(versions.deserialize(record.topic(), record.value()));
        } else {
            catalogue.add(aliases.deserialize(record.topic(), record.value()), record.offset());
        }
    }

    /** Ends a poll that waits; the one method that another thread may call. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
