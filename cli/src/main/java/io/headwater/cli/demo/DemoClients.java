package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.RecordDecoder;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.service.ServiceConfig;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain Kafka clients of the public topics, as any user's program would have them. */
final class DemoClients implements AutoCloseable {

    private final ServiceConfig config;
    private final SchemaRegistry registry;
    private final AvroSerdes serdes;

    DemoClients(ServiceConfig config) {
        this.config = config;
        this.registry = config.connectRegistry();
        this.serdes = config.serdes(registry);
    }

    Topics topics() {
        return config.topics();
    }

    String model() {
        return config.modelName();
    }

    RecordDecoder decoder() {
        return new RecordDecoder(topics(), serdes);
    }

    /** A consumer without a group that sees committed records only. */
    Consumer<byte[], byte[]> consumer(String name) {
        Map<String, Object> settings = config.kafkaClient();
        settings.putAll(config.imageLimits().consumer());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        settings.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    <V extends SpecificRecord> Producer<String, V> producer(String name, Topic<V> topic) {
        Map<String, Object> settings = config.kafkaClient();
        settings.putAll(config.imageLimits().producer());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(
                settings, new StringSerializer(), serdes.serde(topic).serializer());
    }

    @Override
    public void close() {
        registry.close();
    }
}
