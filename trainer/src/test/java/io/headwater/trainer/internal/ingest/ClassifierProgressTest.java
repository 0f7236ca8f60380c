package io.headwater.trainer.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.trainer.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClassifierProgressTest {

    private static final Duration PATIENT = Duration.ofMinutes(1);

    private final TestBroker broker = TestBroker.shared();
    private final Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrap());
    private final String group = "progress-" + UUID.randomUUID();
    private final String images = group + "-images";
    private final String internal = group + "-labels-repartition";
    private final Admin admin = Admin.create(client);
    private final ClassifierProgress progress = new ClassifierProgress(Admin.create(client), group, Set.of(images));

    @BeforeEach
    void createTopics() {
        broker.create(List.of(new NewTopic(images, 1, (short) 1), new NewTopic(internal, 1, (short) 1)));
    }

    @AfterEach
    void close() {
        progress.close();
        admin.close();
    }

    @Test
    void withoutAClassifierNothingIsWaitedFor() throws Exception {
        send(images, 3);

        assertThat(progress.await(PATIENT, () -> false)).isZero();
    }

    @Test
    void waitsForTheInputsAndThenForTheInternalTopics() throws Exception {
        send(images, 3);
        commit(images, 1);
        commit(internal, 0);
        CompletableFuture<Long> left = CompletableFuture.supplyAsync(() -> {
            try {
                return progress.await(PATIENT, () -> false);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        send(internal, 2);
        commit(images, 3);
        assertThat(left).isNotDone();
        commit(internal, 2);

        assertThat(left.get(1, TimeUnit.MINUTES)).isZero();
    }

    @Test
    void theInternalTopicsAreWaitedForToo() throws Exception {
        send(images, 3);
        commit(images, 3);
        send(internal, 2);
        commit(internal, 0);

        assertThat(progress.await(Duration.ofMillis(100), () -> false)).isEqualTo(2);
    }

    @Test
    void aClassifierThatDoesNotGetOnIsNotWaitedForLongerThanPatience() throws Exception {
        send(images, 3);
        commit(images, 1);

        assertThat(progress.await(Duration.ofMillis(100), () -> false)).isEqualTo(2);
    }

    @Test
    void stopsWhenToldTo() throws Exception {
        send(images, 3);
        commit(images, 1);

        assertThat(progress.await(PATIENT, () -> true)).isEqualTo(2);
    }

    private void send(String topic, int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, new byte[] {(byte) i}))
                        .get();
            }
        }
    }

    private void commit(String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
