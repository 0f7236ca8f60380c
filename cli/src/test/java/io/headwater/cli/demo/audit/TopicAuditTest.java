package io.headwater.cli.demo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.Feedback;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabeledSample;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicAuditTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final PhaseNames PHASES = new PhaseNames("start", "learning", "new kind", "blister", "new light");

    private final Topics topics = new Topics("vision.", 1);
    private final SchemaRegistry registry = SchemaRegistry.connect("mock://topic-audit", Map.of());
    private final AvroSerdes serdes = new AvroSerdes(registry, true);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    @AfterEach
    void disconnect() {
        registry.close();
    }

    @Test
    void readsEveryTopicToItsEnd() {
        for (String id : List.of("a", "b", "c")) {
            add(topics.images(), id, image(id), new RecordHeaders());
        }
        add(topics.classifications(), "a", classification("a", 0), new RecordHeaders());
        deadLetter("b", 1);
        add(topics.feedback(), "a", feedback("a"), new RecordHeaders());
        add(topics.feedback(), "a", feedback("a"), new RecordHeaders());
        add(topics.samples(), "a", sample("a"), new RecordHeaders());
        add(topics.samples(), "a", sample("a"), new RecordHeaders());

        DemoReport report = audit();

        assertThat(report.events()).isEqualTo(3);
        assertThat(report.classified()).isEqualTo(1);
        assertThat(report.deadLetters()).isEqualTo(1);
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.duplicates()).isZero();
        assertThat(report.feedback()).isEqualTo(2);
        assertThat(report.samples()).isEqualTo(1);
        assertThat(report.phases()).containsExactly(new DemoReport.Phase("learning", 1, 1.0, 1, Map.of("good", 1.0)));
    }

    private DemoReport audit() {
        for (Topic<?> topic : topics.all()) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            ends.putIfAbsent(partition, 0L);
            consumer.updatePartitions(topic.name(), List.of(new PartitionInfo(topic.name(), 0, null, null, null)));
        }
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        ends.keySet().forEach(partition -> beginnings.put(partition, 0L));
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        Map<String, Shot> truth = Map.of("a", new Shot("learning", "good"));
        return new TopicAudit(consumer, new RecordDecoder(topics, serdes), topics).report(truth, PHASES);
    }

    private <V extends SpecificRecord> void add(Topic<V> topic, String key, V value, RecordHeaders headers) {
        byte[] bytes = serdes.serde(topic).serializer().serialize(topic.name(), value);
        add(topic.name(), key, bytes, headers);
    }

    private void add(String topic, String key, byte[] value, RecordHeaders headers) {
        long offset = ends.merge(new TopicPartition(topic, 0), 1L, Long::sum) - 1;
        records.add(new ConsumerRecord<>(
                topic,
                0,
                offset,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty()));
    }

    private void deadLetter(String key, long offset) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetterHeaders.TOPIC, topics.images().name().getBytes(StandardCharsets.UTF_8));
        headers.add(DeadLetterHeaders.PARTITION, "0".getBytes(StandardCharsets.UTF_8));
        headers.add(DeadLetterHeaders.OFFSET, Long.toString(offset).getBytes(StandardCharsets.UTF_8));
        add(topics.deadLetters().name(), key, new byte[] {1, 2, 3}, headers);
    }

    private static ImageEvent image(String id) {
        return ImageEvent.newBuilder().setEventId(id).build();
    }

    private Classification classification(String id, long offset) {
        return Classification.newBuilder()
                .setEventId(id)
                .setModel("default")
                .setVersion(1)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setLabel("good")
                .setImage(new ImageReference(topics.images().name(), 0, offset))
                .setClassifiedAt(NOON)
                .build();
    }

    private static Feedback feedback(String id) {
        return Feedback.newBuilder()
                .setEventId(id)
                .setLabel("good")
                .setLabelledAt(NOON)
                .build();
    }

    private LabeledSample sample(String id) {
        return LabeledSample.newBuilder()
                .setEventId(id)
                .setLabel("good")
                .setLabelledAt(NOON)
                .setImage(new ImageReference(topics.images().name(), 0, 0L))
                .build();
    }
}
