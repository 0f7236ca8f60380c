package io.headwater.trainer.internal.ingest;

import io.headwater.schemas.UndecodableRecordException;
import io.headwater.trainer.TrainerMetrics;
import io.headwater.vision.LabeledSample;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the samples topic; of several labels for an event that are waiting the last one stays. */
final class SampleReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SampleReader.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<LabeledSample> deserializer;
    private final TrainerMetrics metrics;
    private final List<TopicPartition> partitions;

    private final Map<String, IncomingSample> waiting = new LinkedHashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private long skipped;
    private long oldest;

    /**
     * @param consumer without a group assignment: it is assigned every partition here
     * @param nextOffsets where to go on, by partition; at the beginning where there is none
     */
    SampleReader(
            String topic,
            Consumer<byte[], byte[]> consumer,
            Deserializer<LabeledSample> deserializer,
            TrainerMetrics metrics,
            Map<Integer, Long> nextOffsets) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.metrics = metrics;
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long offset = nextOffsets.get(partition.partition());
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
    }

    /** Reads for at most {@code timeout} what has come. */
    void read(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            LabeledSample sample = decode(record);
            if (sample == null) {
                skipped++;
                metrics.sampleSkipped();
            } else {
                if (waiting.isEmpty()) {
                    oldest = System.nanoTime();
                }
                // Removed first, so that the last label also takes the last place.
                waiting.remove(sample.getEventId());
                waiting.put(sample.getEventId(), new IncomingSample(sample, record.partition(), record.offset()));
            }
        }
        for (TopicPartition partition : partitions) {
            positions.put(partition.partition(), consumer.position(partition));
        }
    }

    private LabeledSample decode(ConsumerRecord<byte[], byte[]> record) {
        String place = record.topic() + "-" + record.partition() + " offset " + record.offset();
        try {
            LabeledSample sample = deserializer.deserialize(record.topic(), record.value());
            if (sample == null) {
                log.warn("Skipped {}: a tombstone, and samples are never taken back", place);
            }
            return sample;
        } catch (UndecodableRecordException e) {
            log.warn("Skipped {}: {}", place, e.getMessage());
            return null;
        }
    }

    /** Where the topic ends now. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    boolean hasReached(Map<TopicPartition, Long> ends) {
        // Positions, not records: the end may be a transaction marker.
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Samples that were read and not yet {@link #taken}. */
    Collection<IncomingSample> waiting() {
        return Collections.unmodifiableCollection(waiting.values());
    }

    /** How long the first of them has been waiting. */
    long waitingNanos() {
        return waiting.isEmpty() ? 0 : System.nanoTime() - oldest;
    }

    /** Next offset to read, by partition. */
    Map<Integer, Long> positions() {
        return positions;
    }

    /** Records that were no samples, since the last time that all was {@link #taken}. */
    long skipped() {
        return skipped;
    }

    /** What was read is where it belongs. */
    void taken() {
        waiting.clear();
        skipped = 0;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
