package io.headwater.streams.internal;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ClassifySupplier;
import io.headwater.streams.internal.quality.QualitySettings;
import io.headwater.streams.internal.review.ReviewSettings;
import io.headwater.vision.Classification;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.LabeledSample;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology on a test driver, its clock standing at {@link #NOW} until it is moved. */
public abstract class TopologyTestBase {

    protected static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    protected static final Duration RETENTION = Duration.ofDays(7);
    private static final int MAX_DEAD_LETTER_BYTES = 1024 * 1024;

    protected final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    protected final SchemaRegistry registry = SchemaRegistry.connect("mock://" + UUID.randomUUID(), Map.of());
    protected final AvroSerdes serdes = new AvroSerdes(registry, true);

    protected TopologyTestDriver driver;
    protected TestInputTopic<byte[], byte[]> images;
    protected TestInputTopic<String, Feedback> feedback;
    protected TestInputTopic<byte[], byte[]> rawFeedback;
    protected TestOutputTopic<byte[], Classification> classifications;
    protected TestOutputTopic<String, LabeledSample> samples;
    protected TestOutputTopic<byte[], byte[]> deadLetters;
    protected TestOutputTopic<String, QualityWindow> quality;
    protected TestOutputTopic<String, ReviewItem> review;

    @TempDir
    protected Path directory;

    /** What stands in for the inference pipeline. */
    protected abstract Classifier classifier();

    @BeforeEach
    void startDriver() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(
                HeadwaterTopology.build(topics, serdes, collaborators(classifier())), properties, NOW);
        images = driver.createInputTopic(
                topics.images().name(), new ByteArraySerializer(), new ByteArraySerializer(), NOW, Duration.ZERO);
        rawFeedback = driver.createInputTopic(
                topics.feedback().name(), new ByteArraySerializer(), new ByteArraySerializer(), NOW, Duration.ZERO);
        feedback = driver.createInputTopic(
                topics.feedback().name(), new StringSerializer(), serdes.<Feedback>serializer(), NOW, Duration.ZERO);
        classifications = driver.createOutputTopic(
                topics.classifications().name(),
                new ByteArrayDeserializer(),
                serdes.deserializer(Classification.class));
        samples = driver.createOutputTopic(
                topics.samples().name(), new StringDeserializer(), serdes.deserializer(LabeledSample.class));
        quality = driver.createOutputTopic(
                topics.quality().name(), new StringDeserializer(), serdes.deserializer(QualityWindow.class));
        review = driver.createOutputTopic(
                topics.review().name(), new StringDeserializer(), serdes.deserializer(ReviewItem.class));
        deadLetters = driver.createOutputTopic(
                topics.deadLetters().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    static HeadwaterTopology.Collaborators collaborators(Classifier classifier) {
        return new HeadwaterTopology.Collaborators(
                new ClassifySupplier(classifier, 4, Duration.ofSeconds(30)),
                RETENTION,
                Duration.ofSeconds(5),
                MAX_DEAD_LETTER_BYTES,
                deadLetter -> {},
                new QualitySettings("default", "vision.images", Duration.ofMinutes(1), 20, 0.25, 5),
                // A round of 20 seconds for the one partition that the driver has, with three items.
                new ReviewSettings(9, 1, 0.5f, 0.9f));
    }

    protected byte[] encoded(ImageEvent event) {
        return serdes.<ImageEvent>serializer().serialize(topics.images().name(), event);
    }

    protected static ImageEvent event(String eventId, byte[] image) {
        return ImageEvent.newBuilder()
                .setEventId(eventId)
                .setBytes(ByteBuffer.wrap(image))
                .build();
    }

    protected static Feedback label(String eventId, String label, Instant labelledAt) {
        return Feedback.newBuilder()
                .setEventId(eventId)
                .setLabel(label)
                .setAnnotator("ann")
                .setLabelledAt(labelledAt)
                .build();
    }

    /** Moves the clock in steps of a minute, so that sweeps get their turns. */
    protected void advance(Duration duration) {
        driver.advanceWallClockTime(duration);
    }

    /** The dead-letter headers of a record, by name. */
    protected static Map<String, String> reasons(Headers headers) {
        Map<String, String> reasons = new TreeMap<>();
        List<String> names = new ArrayList<>(List.of(
                DeadLetterHeaders.STAGE,
                DeadLetterHeaders.ERROR,
                DeadLetterHeaders.MESSAGE,
                DeadLetterHeaders.TOPIC,
                DeadLetterHeaders.PARTITION,
                DeadLetterHeaders.OFFSET,
                DeadLetterHeaders.TIMESTAMP));
        for (String name : names) {
            headers.headers(name)
                    .forEach(header -> reasons.merge(
                            name, new String(header.value(), StandardCharsets.UTF_8), (a, b) -> a + " AND " + b));
        }
        return reasons;
    }
}
