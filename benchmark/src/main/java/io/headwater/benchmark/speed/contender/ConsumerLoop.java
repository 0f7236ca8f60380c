package io.headwater.benchmark.speed.contender;

import io.headwater.model.BatchResult;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What one writes without a framework: a consumer and a transactional producer a thread, a thread a core, batches of
 * what a poll brings, a transaction each commit interval.
 */
final class ConsumerLoop implements Contender {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final int BATCH = 4;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Assignment assignment;
    private final ModelRunner runner;
    private final Deserializer<ImageEvent> deserializer;
    private final Serializer<Classification> serializer;
    private final CountDownLatch assigned = new CountDownLatch(1);

    ConsumerLoop(Assignment assignment) {
        this.assignment = assignment;
        this.runner = new ModelRunner(assignment.model());
        AvroSerdes serdes = new AvroSerdes(SchemaRegistry.connect(assignment.schemaRegistry(), Map.of()), true);
        this.deserializer = serdes.deserializer(ImageEvent.class);
        this.serializer = serdes.serializer();
    }

    @Override
    public void start() throws InterruptedException {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            int number = i;
            new Thread(() -> run(number), "loop-" + i).start();
        }
        assigned.await();
    }

    private void run(int number) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        producerSettings(number), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            new Worker(consumer, producer).run();
        } catch (RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = PeerClients.settings();
        settings.put("bootstrap.servers", assignment.bootstrapServers());
        settings.put("group.id", assignment.group());
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", PeerClients.MAX_POLL_RECORDS);
        settings.put("max.partition.fetch.bytes", PeerClients.MAX_PARTITION_FETCH_BYTES);
        return settings;
    }

    private Map<String, Object> producerSettings(int number) {
        Map<String, Object> settings = PeerClients.settings();
        settings.put("bootstrap.servers", assignment.bootstrapServers());
        settings.put("transactional.id", assignment.group() + "-" + number);
        settings.put("linger.ms", 5);
        settings.put("batch.size", PeerClients.BATCH_BYTES);
        settings.put("max.in.flight.requests.per.connection", 1);
        return settings;
    }

    /** One thread's work. */
    private final class Worker implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        private long begun;

        Worker(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
            this.consumer = consumer;
            this.producer = producer;
        }

        void run() {
            consumer.subscribe(List.of(assignment.inputTopic()), this);
            while (true) {
                for (List<ConsumerRecord<byte[], byte[]>> batch : Batches.of(consumer.poll(POLL), BATCH)) {
                    classify(batch);
                    commitIfDue();
                }
                commitIfDue();
            }
        }

        private void classify(List<ConsumerRecord<byte[], byte[]>> batch) {
            List<ImageEvent> events = batch.stream()
                    .map(record -> deserializer.deserialize(record.topic(), record.value()))
                    .toList();
            BatchResult result =
                    runner.classify(events.stream().map(ImageEvent::getBytes).toList());
            if (done.isEmpty()) {
                producer.beginTransaction();
                begun = System.nanoTime();
            }
            for (int i = 0; i < batch.size(); i++) {
                ConsumerRecord<byte[], byte[]> record = batch.get(i);
                Classification classification = Results.of(
                        events.get(i),
                        new ImageReference(record.topic(), record.partition(), record.offset()),
                        runner.labels(),
                        result.probabilities(i));
                String topic = assignment.outputTopic();
                producer.send(new ProducerRecord<>(topic, record.key(), serializer.serialize(topic, classification)));
                done.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
        }

        private void commitIfDue() {
            if (System.nanoTime() - begun >= assignment.commitMillis() * NANOS_PER_MILLI) {
                commit();
            }
        }

        private void commit() {
            if (!done.isEmpty()) {
                producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
                producer.commitTransaction();
                done.clear();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.countDown();
        }
    }

    @Override
    public Progress progress() {
        return runner.progress();
    }
}
