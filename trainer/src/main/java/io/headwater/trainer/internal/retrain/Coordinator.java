package io.headwater.trainer.internal.retrain;

import io.headwater.schemas.UndecodableRecordException;
import io.headwater.service.Backoff;
import io.headwater.vision.RetrainRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether this trainer works or stands by. The requests topic has one partition: the group member that owns it
 * works. This thread only polls, so the membership never depends on how long a training takes; the work has a thread of
 * its own.
 */
public final class Coordinator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration HANDOVER = Duration.ofSeconds(30);

    private final Tools tools;
    private final TrainerStatus status;
    private final TopicPartition partition;
    private final RequestQueue queue = new RequestQueue();
    private final WorkerSupervisor supervisor;
    private final Deserializer<RetrainRequest> deserializer;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
    private final Thread thread = new Thread(this::run, "trainer-coordinator");

    private volatile boolean closing;
    private volatile ConsumerGroupMetadata group;
    private Consumer<byte[], byte[]> consumer;
    private boolean owner;

    public Coordinator(Tools tools, TrainerStatus status) {
        this.tools = tools;
        this.status = status;
        this.partition = new TopicPartition(tools.topics().retrainRequests().name(), 0);
        Requests requests = new Requests(partition, queue, new Attempts(), () -> group);
        this.supervisor = new WorkerSupervisor(
                () -> new Worker(stopped -> new ActiveTrainer(tools, requests, status, stopped).work()),
                tools.metrics(),
                status,
                backoff);
        this.deserializer = tools.serdes().deserializer(RetrainRequest.class);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            try (Consumer<byte[], byte[]> member = tools.requests()) {
                consumer = member;
                group = member.groupMetadata();
                member.subscribe(List.of(partition.topic()), new Ownership());
                while (!closing) {
                    poll();
                    supervise();
                }
                supervisor.stop(HANDOVER);
            } catch (KafkaException e) {
                log.warn("The requests cannot be read; joining the group again", e);
                status.failing("Kafka: " + e.getMessage());
                owner = false;
                supervisor.stop(HANDOVER);
                pause();
            } catch (RuntimeException | Error e) {
                log.error("The trainer stops", e);
                status.dead(e.toString());
                supervisor.stop(Duration.ZERO);
                throw e;
            }
        }
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            RetrainRequest request = decode(record);
            if (request == null || !request.getModel().equals(tools.config().modelName())) {
                queue.pass(record.offset());
            } else {
                queue.add(new PendingRequest(request, record.offset()));
            }
        }
        group = consumer.groupMetadata();
        if (!owner && !group.memberId().isEmpty() && group.generationId() > 0) {
            status.standingBy();
        }
    }

    private RetrainRequest decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (UndecodableRecordException e) {
            log.warn("Skipped the request at offset {}: {}", record.offset(), e.getMessage());
            return null;
        }
    }

    /** Begins the work, and begins it anew after a fault, from what is committed. */
    private void supervise() {
        supervisor.check();
        if (owner && supervisor.isDue()) {
            rewind();
            supervisor.start();
        }
    }

    /** What was polled but not answered is polled again, from the offset that the last answer committed. */
    private void rewind() {
        OffsetAndMetadata from = consumer.committed(Set.of(partition)).get(partition);
        if (from == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, from.offset());
        }
        queue.restart(consumer.position(partition));
    }

    private void pause() {
        try {
            backoff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops the work and leaves the group, so that a stand-by takes over at once. It waits for a retraining under way for 30
     * seconds; one that takes longer is left to itself, and its request to the stand-by.
     */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Ownership implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.contains(partition)) {
                owner = true;
                status.preparing("Taking over");
                supervisor.skipPause();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.contains(partition)) {
                owner = false;
                supervisor.stop(HANDOVER);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (partitions.contains(partition)) {
                log.warn("The group has given the work to another trainer; standing by");
                owner = false;
                supervisor.stop(Duration.ZERO);
            }
        }
    }
}
