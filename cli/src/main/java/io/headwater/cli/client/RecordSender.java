package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.schemas.Topic;
import io.headwater.service.ServiceConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records to a topic; what could not be delivered is an error at the latest at {@link #flush}. */
public final class RecordSender<V extends SpecificRecord> implements AutoCloseable {

    private static final int DELIVERY_TIMEOUT_MS = 60_000;
    private static final int REQUEST_TIMEOUT_MS = 20_000;
    private static final int LINGER_MS = 5;

    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<V> serializer;
    private final Topic<V> topic;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private RecordSender(KafkaProducer<String, byte[]> producer, Serializer<V> serializer, Topic<V> topic) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
    }

    /** Opens a sender; its limits follow from image.max.bytes. */
    public static <V extends SpecificRecord> RecordSender<V> open(Cluster cluster, Topic<V> topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        settings.putAll(cluster.config().imageLimits().producer());
        settings.putAll(cluster.config().kafkaClient());
        try {
            cluster.registry().idOf(topic.subject(), topic.schema());
        } catch (org.apache.kafka.common.errors.SerializationException e) {
            if (!cluster.config().getBoolean(ServiceConfig.SCHEMA_AUTO_REGISTER)) {
                throw new CliException(e.getMessage(), e);
            }
        }
        return new RecordSender<>(
                new KafkaProducer<>(
                        settings,
                        new StringSerializer(),
                        new org.apache.kafka.common.serialization.ByteArraySerializer()),
                cluster.serdes().serializer(),
                topic);
    }

    /** Sends in the background. */
    public void send(String key, V value) {
        send(key, value, metadata -> {});
    }

    /** @param delivered gets the record's place once the broker has it, on the producer's thread */
    public void send(String key, V value, Consumer<RecordMetadata> delivered) {
        failOnError();
        byte[] bytes = serializer.serialize(topic.name(), value);
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, bytes), (metadata, error) -> {
                if (error == null) {
                    delivered.accept(metadata);
                } else {
                    failure.compareAndSet(null, error);
                }
            });
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /** Sends, and returns the record's place when the broker has it. */
    public RecordMetadata sendNow(String key, V value) {
        try {
            return producer.send(new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), value)))
                    .get();
        } catch (ExecutionException e) {
            throw failed((Exception) e.getCause());
        } catch (KafkaException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted", e);
        }
    }

    /** Returns when the broker has everything that was sent. */
    public void flush() {
        producer.flush();
        failOnError();
    }

    private void failOnError() {
        Exception error = failure.get();
        if (error != null) {
            throw failed(error);
        }
    }

    private CliException failed(Exception error) {
        return new CliException(
                "Cannot write to " + topic.name() + ": " + error.getMessage()
                        + "; check the broker and run the command again",
                error);
    }

    @Override
    public void close() {
        producer.close();
    }
}
