package io.headwater.benchmark.speed.workload;

import io.headwater.cli.demo.Lighting;
import io.headwater.cli.demo.SurfaceGenerator;
import io.headwater.cli.demo.SurfaceKind;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.service.ConfigSources;
import io.headwater.service.ServiceConfig;
import io.headwater.vision.ImageEvent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One image that is sent to a platform as its first. */
public final class FirstImage {

    private static final Duration POLL = Duration.ofMillis(10);

    private FirstImage() {}

    /** Loads what a client that is running already has loaded: it is not the platform's start. */
    public static void prepare() {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1");
        try (SchemaRegistry registry = SchemaRegistry.connect("mock://first-image", Map.of());
                KafkaProducer<byte[], byte[]> producer = producer(nowhere);
                KafkaConsumer<byte[], byte[]> consumer = consumer(nowhere)) {
            new AvroSerdes(registry, true).<ImageEvent>serializer().serialize("first-image", event());
        }
    }

    /** Sends it and returns when its result is committed. */
    public static void classify(Path platformSettings) {
        ServiceConfig config = new ServiceConfig(ConfigSources.load(platformSettings, Map.of(), Map.of()));
        Map<String, Object> consuming = config.kafkaClient();
        consuming.put("isolation.level", "read_committed");
        try (SchemaRegistry registry = config.connectRegistry();
                KafkaProducer<byte[], byte[]> producer = producer(config.kafkaClient());
                KafkaConsumer<byte[], byte[]> consumer = consumer(consuming)) {
            String topic = config.topics().images().name();
            producer.send(new ProducerRecord<>(
                    topic, config.serdes(registry).<ImageEvent>serializer().serialize(topic, event())));
            producer.flush();
            List<TopicPartition> results = consumer
                    .partitionsFor(config.topics().classifications().name())
                    .stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(results);
            consumer.seekToBeginning(results);
            while (consumer.poll(POLL).isEmpty()) {
                // It comes.
            }
        }
    }

    private static ImageEvent event() {
        return ImageEvent.newBuilder()
                .setEventId("first")
                .setBytes(ByteBuffer.wrap(new SurfaceGenerator().jpeg(SurfaceKind.GOOD, Lighting.NORMAL, 1)))
                .build();
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
