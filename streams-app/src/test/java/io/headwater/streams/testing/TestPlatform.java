package io.headwater.streams.testing;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.ModelKeys;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.service.testing.TestRegistry;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a registry, an artifact store and the topics, and what it takes to write to them. */
public final class TestPlatform implements AutoCloseable {

    public static final String MODEL = "default";
    private static final int TOPIC_LIMIT = 16 * 1024 * 1024;

    private final Path directory;
    private final TestBroker broker;
    private final TestRegistry registry = new TestRegistry();
    private final SchemaRegistry schemas = SchemaRegistry.connect(registry.url(), Map.of());
    private final AvroSerdes serdes = new AvroSerdes(schemas, true);
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final ArtifactStore store;
    private final KafkaProducer<byte[], byte[]> producer;

    public TestPlatform(Path directory) {
        this.directory = directory;
        this.broker = new TestBroker(directory.resolve("broker"));
        this.store = ArtifactStores.open(storeUri(), directory.resolve("cache"));
        broker.create(topics.all().stream().map(TestPlatform::newTopic).toList());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 2, "max.request.size", TOPIC_LIMIT),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static NewTopic newTopic(Topic<?> topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.configs(TOPIC_LIMIT));
    }

    private String storeUri() {
        return "file:" + directory.resolve("artifacts");
    }

    /** Settings for a classifier on this platform. */
    public Map<String, String> classifierSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("schema.registry.url", registry.url());
        settings.put("schema.auto.register", "true");
        settings.put("artifact.store", storeUri());
        settings.put("state.dir", directory.resolve("state").toString());
        settings.put("device", "cpu");
        settings.put("group.instance.id", "only");
        return settings;
    }

    public Topics topics() {
        return topics;
    }

    public ArtifactStore store() {
        return store;
    }

    public Path directory() {
        return directory;
    }

    public void sendImage(String key, String eventId, byte[] image) {
        sendImage(
                key,
                ImageEvent.newBuilder()
                        .setEventId(eventId)
                        .setBytes(ByteBuffer.wrap(image))
                        .build());
    }

    public void sendImage(String key, ImageEvent event) {
        sendRaw(key, serdes.<ImageEvent>serializer().serialize(topics.images().name(), event));
    }

    /** Sends any bytes to the images topic. */
    public void sendRaw(String key, byte[] value) {
        producer.send(new ProducerRecord<>(topics.images().name(), bytes(key), value));
    }

    public void sendFeedback(String eventId, String label, Instant labelledAt) {
        Feedback feedback = Feedback.newBuilder()
                .setEventId(eventId)
                .setLabel(label)
                .setLabelledAt(labelledAt)
                .build();
        send(topics.feedback(), eventId, feedback);
    }

    public void sendVersion(ModelVersion version) {
        send(topics.models(), ModelKeys.version(MODEL, version.getVersion()), version);
    }

    public void promote(int version, long epoch) {
        ModelAlias alias = ModelAlias.newBuilder()
                .setModel(MODEL)
                .setAlias(ModelKeys.CHAMPION)
                .setVersion(version)
                .setEpoch(epoch)
                .setChangedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        send(topics.modelAliases(), ModelKeys.alias(MODEL, ModelKeys.CHAMPION), alias);
        producer.flush();
    }

    private <T extends SpecificRecord> void send(Topic<T> topic, String key, T value) {
        producer.send(new ProducerRecord<>(
                topic.name(), bytes(key), serdes.<T>serializer().serialize(topic.name(), value)));
    }

    public void flush() {
        producer.flush();
    }

    /** Follows a topic from its beginning. */
    public <T extends SpecificRecord> TopicReader<T> read(Topic<T> topic) {
        return new TopicReader<>(
                broker.bootstrapServers(),
                List.of(topic.name()),
                topic.valueType() == null ? null : serdes.deserializer(topic.valueType()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        store.close();
        schemas.close();
        broker.close();
        registry.close();
    }
}
