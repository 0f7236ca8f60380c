package io.headwater.trainer.internal.publication;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.ModelKeys;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Publishes versions, aliases and results in transactions. The transactional id belongs to the model: taking it fences
 * whoever worked before, so that of two trainers only one can ever publish. Artifacts are uploaded before; an alias
 * that can be read has its files.
 */
public final class Publisher implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final Serializer<ModelVersion> versions;
    private final Serializer<ModelAlias> aliases;
    private final Serializer<RetrainResult> results;

    /** @param producer with the model's transactional id */
    public Publisher(Producer<byte[], byte[]> producer, Topics topics, AvroSerdes serdes) {
        this.producer = producer;
        this.topics = topics;
        this.versions = serdes.serializer();
        this.aliases = serdes.serializer();
        this.results = serdes.serializer();
    }

    /** Takes over: whoever had the transactional id is fenced, and what it had not committed is void. */
    public void takeOver() {
        producer.initTransactions();
    }

    /**
     * Publishes all or nothing, together with the offset of the next request.
     *
     * @param group as the member of the requests' group that this trainer is
     * @throws FencedException another trainer has taken over
     */
    public void publish(
            Answer answer, TopicPartition requests, long nextOffset, Supplier<ConsumerGroupMetadata> group) {
        transact(
                () -> {
                    if (answer.version() != null) {
                        ModelVersion version = answer.version();
                        send(
                                topics.models(),
                                ModelKeys.version(version.getModel(), version.getVersion()),
                                versions,
                                version);
                    }
                    if (answer.alias() != null) {
                        ModelAlias alias = answer.alias();
                        send(
                                topics.modelAliases(),
                                ModelKeys.alias(alias.getModel(), alias.getAlias()),
                                aliases,
                                alias);
                    }
                    for (RetrainResult result : answer.results()) {
                        send(topics.retrainResults(), result.getRequestId(), results, result);
                    }
                },
                Map.of(requests, new OffsetAndMetadata(nextOffset)),
                group.get());
    }

    /**
     * Commits offsets of the samples topic for a group without members, which shows its lag to Kafka's own tools. A
     * trainer that was fenced fails here, before it can replace its successor's dataset.
     *
     * @throws FencedException another trainer has taken over
     */
    public void commitSamples(String topic, Map<Integer, Long> nextOffsets, String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        nextOffsets.forEach((partition, offset) ->
                offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
        transact(() -> {}, offsets, new ConsumerGroupMetadata(group));
    }

    private void transact(Runnable sends, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        try {
            producer.beginTransaction();
            sends.run();
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
        } catch (KafkaException e) {
            // Everything else is for a new producer, whose takeOver finds out what became of the transaction.
            throw isFenced(e) ? new FencedException(e) : e;
        }
    }

    private static boolean isFenced(Throwable e) {
        return e != null
                && (e instanceof ApplicationRecoverableException
                        || e instanceof CommitFailedException
                        || isFenced(e.getCause()));
    }

    private <T extends SpecificRecord> void send(Topic<T> topic, String key, Serializer<T> serializer, T value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic.name(), 0, keyBytes, serializer.serialize(topic.name(), value)));
    }

    @Override
    public void close() {
        // Without a wait: an open transaction is aborted by the next takeOver.
        producer.close(CLOSE_TIMEOUT);
    }
}
