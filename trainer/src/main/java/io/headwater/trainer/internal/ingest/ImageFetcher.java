package io.headwater.trainer.internal.ingest;

import io.headwater.schemas.UndecodableRecordException;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads images back by topic, partition and offset, partition by partition in the order of offsets, so that close ones
 * share a fetch. The consumer must not reset offsets on its own: {@code auto.offset.reset=none}.
 */
final class ImageFetcher implements AutoCloseable {

    /** Receives each image, or why it is not there. */
    interface Visitor {
        void found(IncomingSample sample, ImageEvent event) throws IOException;

        void missing(IncomingSample sample, String problem);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<ImageEvent> deserializer;

    ImageFetcher(Consumer<byte[], byte[]> consumer, Deserializer<ImageEvent> deserializer) {
        this.consumer = consumer;
        this.deserializer = deserializer;
    }

    void fetch(List<IncomingSample> samples, Visitor visitor) throws IOException {
        Map<String, List<IncomingSample>> byPartition = new TreeMap<>();
        for (IncomingSample sample : samples) {
            ImageReference image = sample.image();
            byPartition
                    .computeIfAbsent(image.getTopic() + "/" + image.getPartition(), key -> new ArrayList<>())
                    .add(sample);
        }
        for (List<IncomingSample> wanted : byPartition.values()) {
            wanted.sort(Comparator.comparingLong(sample -> sample.image().getOffset()));
            ImageReference first = wanted.get(0).image();
            fetchPartition(new TopicPartition(first.getTopic(), first.getPartition()), wanted, visitor);
        }
    }

    private void fetchPartition(TopicPartition partition, List<IncomingSample> wanted, Visitor visitor)
            throws IOException {
        if (!exists(partition)) {
            wanted.forEach(sample -> visitor.missing(sample, partition + " does not exist any more"));
            return;
        }
        PartitionCursor cursor = new PartitionCursor(consumer, partition);
        for (IncomingSample sample : wanted) {
            visit(sample, cursor.at(sample.image().getOffset()), visitor);
        }
    }

    private void visit(IncomingSample sample, ConsumerRecord<byte[], byte[]> record, Visitor visitor)
            throws IOException {
        if (record == null) {
            visitor.missing(sample, "expired: there is no record at " + place(sample) + " any more");
            return;
        }
        ImageEvent event;
        try {
            event = deserializer.deserialize(record.topic(), record.value());
        } catch (UndecodableRecordException e) {
            visitor.missing(sample, "the record at " + place(sample) + " is no image event: " + e.getMessage());
            return;
        }
        if (event == null || !event.getEventId().equals(sample.eventId())) {
            visitor.missing(sample, "the record at " + place(sample) + " is another event");
            return;
        }
        visitor.found(sample, event);
    }

    private boolean exists(TopicPartition partition) {
        try {
            return consumer.partitionsFor(partition.topic()).stream()
                    .anyMatch(info -> info.partition() == partition.partition());
        } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
            return false;
        }
    }

    private static String place(IncomingSample sample) {
        ImageReference image = sample.image();
        return image.getTopic() + "-" + image.getPartition() + " offset " + image.getOffset();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
