package io.headwater.streams.internal.classification;

import io.headwater.streams.internal.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows image records to the {@link Classifier} as soon as the consumer has them. A task's own processor sees a record only
 * when the ones before it are on their way and no commit is under way: without this the cores would have nothing to do
 * around each commit.
 */
public final class ReadAhead implements ConsumerInterceptor<byte[], byte[]> {

    /** Setting that holds the {@link Classifier} itself. */
    public static final String CLASSIFIER = "headwater.read.ahead.classifier";

    /** Setting with the topic of images. */
    public static final String TOPIC = "headwater.read.ahead.topic";

    private Classifier classifier;
    private String topic;

    @Override
    public void configure(Map<String, ?> settings) {
        classifier = (Classifier) settings.get(CLASSIFIER);
        topic = (String) settings.get(TOPIC);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        List<ImageRecord> images = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records.records(topic)) {
            images.add(new ImageRecord(
                    record.value(),
                    new DeadLetter.Origin(topic, record.partition(), record.offset(), record.timestamp())));
        }
        if (!images.isEmpty()) {
            classifier.expect(images);
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
