package io.headwater.trainer.testing;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.trainer.TrainerConfig;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainReason;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Everything around a trainer: topics of its own on the shared broker, a registry in memory, an artifact store. */
public final class TrainerWorld implements AutoCloseable {

    private static final AtomicInteger WORLDS = new AtomicInteger();

    /** Colours that even a tiny backbone tells apart. */
    private static final Map<String, Color> COLOURS = Map.of(
            "red", Color.RED, "green", Color.GREEN, "blue", Color.BLUE, "grey", Color.GRAY, "yellow", Color.YELLOW);

    private final TestBroker broker = TestBroker.shared();
    private final String name = "w" + WORLDS.incrementAndGet();
    private final Path directory;
    private final String registryUrl;
    private final Topics topics;
    private final SchemaRegistry registry;
    private final AvroSerdes serdes;
    private final ArtifactStore store;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random = new Random(7);
    private int events;

    public TrainerWorld(Path directory) throws IOException {
        this(directory, null);
    }

    /** @param registryUrl a registry for trainers in other processes; null for one in memory */
    public TrainerWorld(Path directory, String registryUrl) throws IOException {
        this.directory = directory;
        this.registryUrl = registryUrl == null ? "mock://" + name : registryUrl;
        this.topics = new Topics(name + ".", 2);
        broker.create(topics.all().stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                .toList());
        this.registry = SchemaRegistry.connect(this.registryUrl, Map.of());
        this.serdes = new AvroSerdes(registry, true);
        this.store = ArtifactStores.open("file:" + directory.resolve("artifacts"), directory.resolve("cache"));
        BackboneCatalogue catalogue = new BackboneCatalogue(store);
        var backbone = TinyModels.backbone(store);
        catalogue.save(backbone);
        catalogue.use("default", backbone.name());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("schema.registry.url", registryUrl);
        settings.put("schema.auto.register", "true");
        settings.put("topic.prefix", name + ".");
        settings.put("topic.partitions", "2");
        settings.put("artifact.store", "file:" + directory.resolve("artifacts"));
        settings.put("artifact.cache", directory.resolve("cache").toString());
        settings.put("trainer.device", "cpu");
        settings.put("trainer.application.id", name);
        settings.put("head.epochs", "20");
        settings.put("trainer.session.timeout.ms", "3000");
        settings.put("retrain.settle.ms", "0");
        return settings;
    }

    public TrainerConfig config(String... keysAndValues) {
        Map<String, String> settings = settings();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new TrainerConfig(settings);
    }

    public Topics topics() {
        return topics;
    }

    /** Where the artifact store has its files. */
    public Path artifacts() {
        return directory.resolve("artifacts");
    }

    /** What is committed to a topic of one partition from now on. */
    public <T extends SpecificRecord> TopicWatch<T> watch(Topic<T> topic) {
        return new TopicWatch<>(broker.bootstrap(), "read_committed", topic, serdes.deserializer(topic.valueType()));
    }

    /** What is written to a topic of one partition from now on, its transaction committed or not. */
    public <T extends SpecificRecord> TopicWatch<T> watchUncommitted(Topic<T> topic) {
        return new TopicWatch<>(broker.bootstrap(), "read_uncommitted", topic, serdes.deserializer(topic.valueType()));
    }

    public ArtifactStore store() {
        return store;
    }

    public AvroSerdes serdes() {
        return serdes;
    }

    /** Serdes that register nothing; the registry has the schemas of these topics, and of what was sent. */
    public AvroSerdes deployedSerdes(Topic<?>... registered) {
        for (Topic<?> topic : registered) {
            registry.register(topic.subject(), topic.schema());
        }
        return new AvroSerdes(registry, false);
    }

    public KafkaProducer<byte[], byte[]> transactionalProducer(String transactionalId) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", transactionalId),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public TestBroker broker() {
        return broker;
    }

    /** Sends an image of nearly the colour, and returns where it is. */
    public LabeledSample image(String colour) {
        int shade = random.nextInt(60);
        Color base = COLOURS.get(colour);
        Color shaded = new Color(
                Math.max(0, base.getRed() - shade),
                Math.max(0, base.getGreen() - shade),
                Math.max(0, base.getBlue() - shade));
        return image(colour, TestImages.jpeg(40, 40, shaded));
    }

    /** Sends any bytes as an image, and returns a sample for it that is not yet sent. */
    public LabeledSample image(String label, byte[] bytes) {
        return image(
                label,
                ImageEvent.newBuilder()
                        .setEventId("event-" + events++)
                        .setBytes(ByteBuffer.wrap(bytes))
                        .build());
    }

    /** Sends an image by reference, and returns a sample for it that is not yet sent. */
    public LabeledSample imageAt(String label, String uri) {
        return image(
                label,
                ImageEvent.newBuilder()
                        .setEventId("event-" + events++)
                        .setUri(uri)
                        .setSha256("0".repeat(64))
                        .build());
    }

    /** Sends an image, and returns a sample for it that is not yet sent. */
    public LabeledSample image(String label, ImageEvent event) {
        String eventId = event.getEventId();
        RecordMetadata place = send(topics.images(), eventId, event);
        return LabeledSample.newBuilder()
                .setEventId(eventId)
                .setLabel(label)
                .setLabelledAt(Instant.now())
                .setImage(new ImageReference(place.topic(), place.partition(), place.offset()))
                .build();
    }

    public void label(LabeledSample sample) {
        send(topics.samples(), sample.getEventId(), sample);
    }

    /** Sends images and their labels. */
    public void samples(int perColour, String... colours) {
        for (int i = 0; i < perColour; i++) {
            for (String colour : colours) {
                label(image(colour));
            }
        }
    }

    public void request(String id) {
        request(id, Map.of());
    }

    public void request(String id, Map<String, String> overrides) {
        send(
                topics.retrainRequests(),
                "default",
                RetrainRequest.newBuilder()
                        .setRequestId(id)
                        .setModel("default")
                        .setReason(RetrainReason.MANUAL)
                        .setOverrides(overrides)
                        .setRequestedAt(Instant.now())
                        .build());
    }

    public <T extends SpecificRecord> RecordMetadata send(Topic<T> topic, String key, T value) {
        return sendBytes(
                topic.name(), key, value == null ? null : serdes.<T>serializer().serialize(topic.name(), value));
    }

    public RecordMetadata sendBytes(String topic, String key, byte[] value) {
        try {
            return producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public List<RetrainResult> results() {
        return read(topics.retrainResults());
    }

    public List<ModelVersion> versions() {
        return read(topics.models());
    }

    public List<ModelAlias> aliases() {
        return read(topics.modelAliases());
    }

    /** Waits until there are so many results. */
    public List<RetrainResult> awaitResults(int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(240))
                .until(this::results, results -> results.size() >= count);
    }

    /** Every committed record of a topic. */
    public <T extends SpecificRecord> List<T> read(Topic<T> topic) {
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitions(); i++) {
                partitions.add(new TopicPartition(topic.name(), i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(serdes.deserializer(topic.valueType()).deserialize(topic.name(), record.value()));
                }
            }
        }
        return values;
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        store.close();
    }
}
