package io.headwater.cli.command;

import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.client.TopicReader;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.schemas.DeadLetterHeaders;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Answers image events on the platform: what has an even number of bytes is a rose, what has an odd number a tulip, and
 * what is empty becomes a dead letter.
 */
final class StubClassifier implements AutoCloseable {

    static final int VERSION = 7;

    private final Thread thread;
    private final Cluster cluster;
    private final TopicReader<ImageEvent> images;
    private volatile boolean stopped;

    StubClassifier(LocalPlatform platform) {
        cluster = Cluster.connect(platform.config());
        images = TopicReader.fromNow(cluster, cluster.topics().images());
        thread = new Thread(this::run, "stub-classifier");
        thread.start();
    }

    private void run() {
        try (RecordSender<Classification> sender =
                        RecordSender.open(cluster, cluster.topics().classifications());
                KafkaProducer<byte[], byte[]> deadLetters = new KafkaProducer<>(
                        cluster.config().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            while (!stopped) {
                for (TopicReader.Entry<ImageEvent> entry : images.poll(Duration.ofMillis(50))) {
                    if (entry.value().getBytes().remaining() == 0) {
                        deadLetters.send(deadLetter(entry));
                    } else {
                        sender.send(entry.key(), classify(entry));
                    }
                }
                sender.flush();
            }
        }
    }

    private ProducerRecord<byte[], byte[]> deadLetter(TopicReader.Entry<ImageEvent> entry) {
        String topic = cluster.topics().deadLetters().name();
        return new ProducerRecord<>(topic, null, (byte[]) null, new byte[0], headers(entry));
    }

    private Headers headers(TopicReader.Entry<ImageEvent> entry) {
        Headers headers = new RecordHeaders();
        Map.of(
                        DeadLetterHeaders.TOPIC, cluster.topics().images().name(),
                        DeadLetterHeaders.PARTITION, Integer.toString(entry.partition()),
                        DeadLetterHeaders.OFFSET, Long.toString(entry.offset()),
                        DeadLetterHeaders.ERROR, "EMPTY")
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private Classification classify(TopicReader.Entry<ImageEvent> entry) {
        String label = entry.value().getBytes().remaining() % 2 == 0 ? "rose" : "tulip";
        return classification(
                entry.value().getEventId(),
                label,
                new ImageReference(cluster.topics().images().name(), entry.partition(), entry.offset()));
    }

    static Classification classification(String eventId, String label, ImageReference image) {
        return Classification.newBuilder()
                .setEventId(eventId)
                .setModel("default")
                .setVersion(VERSION)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setLabel(label)
                .setConfidence(0.75f)
                .setImage(image)
                .setClassifiedAt(Instant.EPOCH)
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        images.close();
        cluster.close();
    }
}
