package io.headwater.benchmark.speed.platform;

import io.headwater.benchmark.speed.workload.Workload;
import io.headwater.model.ArtifactStore;
import io.headwater.schemas.ModelKeys;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Topics of one prefix, and what is sent to them. The event id of an image is its number: the first has 0.
 */
public final class Lane implements AutoCloseable {

    private static final double NANOS = 1e9;
    private static final int MAX_RECORD = 9 << 20;

    private final String prefix;
    private final Topics topics;
    private Workload workload;
    private int keys;
    private final Cluster cluster;
    private final Serializer<ImageEvent> events;
    private final KafkaProducer<byte[], byte[]> bulk;
    private long sent;

    /** @param keys how many different keys the images have */
    public Lane(Cluster cluster, String prefix, Workload workload, int keys) {
        this.prefix = prefix;
        this.workload = workload;
        this.keys = keys;
        this.cluster = cluster;
        this.topics = cluster.createTopics(prefix).topics();
        this.events = cluster.serdes().serializer();
        this.bulk = producer(Map.of("linger.ms", 5, "batch.size", 256 << 10));
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("max.request.size", MAX_RECORD);
        settings.put("send.buffer.bytes", -1);
        settings.put("buffer.memory", 64L << 20);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public String prefix() {
        return prefix;
    }

    public Topics topics() {
        return topics;
    }

    /** From now on images have so many different keys. */
    public void keys(int different) {
        keys = different;
    }

    /** From now on images and versions are those of another workload. */
    public void workload(Workload other) {
        workload = other;
    }

    /** Images sent so far. */
    public long sent() {
        return sent;
    }

    /** Publishes a version and makes it the champion, as the trainer would. */
    public ModelVersion promote(ArtifactStore store, int version) throws IOException {
        ModelVersion made = workload.version(store, version);
        publish(made);
        ModelAlias alias = ModelAlias.newBuilder()
                .setModel("default")
                .setAlias(ModelKeys.CHAMPION)
                .setVersion(version)
                .setEpoch(version)
                .setChangedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        send(topics.modelAliases(), ModelKeys.alias("default", ModelKeys.CHAMPION), alias);
        bulk.flush();
        return made;
    }

    /** Publishes a version only. */
    public void publish(ModelVersion version) {
        send(topics.models(), ModelKeys.version("default", version.getVersion()), version);
    }

    private <T extends SpecificRecord> void send(Topic<T> topic, String key, T value) {
        byte[] bytes = cluster.serdes().<T>serializer().serialize(topic.name(), value);
        bulk.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes));
    }

    /** Sends as many images as it takes until that many have been sent in all. */
    public void fillUpTo(long images) {
        while (sent < images) {
            bulk.send(record(sent++));
        }
        bulk.flush();
    }

    /**
     * Sends images at a fixed rate, however the answers come: the schedule waits for nobody. The client lingers as long as it
     * does by default, as most people's will. Returns when the last was sent.
     *
     * @return {@link System#nanoTime()} at which the first was due
     */
    public long sendAtRate(double rate, long count) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> steady = producer(Map.of())) {
            steady.partitionsFor(topics.images().name());
            long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                long wait = start + (long) (i / rate * NANOS) - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                steady.send(record(sent++));
            }
            return start;
        }
    }

    private ProducerRecord<byte[], byte[]> record(long number) {
        String topic = topics.images().name();
        ImageEvent event = ImageEvent.newBuilder()
                .setEventId(Long.toString(number))
                .setSource("benchmark")
                .setCapturedAt(Instant.ofEpochMilli(System.currentTimeMillis()))
                .setContentType("image/jpeg")
                .setBytes(ByteBuffer.wrap(
                        workload.images().get((int) (number % workload.images().size()))))
                .build();
        byte[] key = ("key-" + number % keys).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, key, events.serialize(topic, event));
    }

    @Override
    public void close() {
        bulk.close();
    }
}
