package io.headwater.trainer.internal.publication;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.schemas.UndecodableRecordException;
import io.headwater.vision.QualityWindow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The quality windows of a model, in the order in which they ended. */
public final class QualityLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QualityLog.class);

    private final String model;
    private final TopicReader reader;
    private final Deserializer<QualityWindow> deserializer;

    /** @param consumers makes consumers of committed records */
    public QualityLog(
            String model,
            Topics topics,
            AvroSerdes serdes,
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers) {
        this.model = model;
        this.reader = new TopicReader(consumers.get(), topics.quality().name());
        this.deserializer = serdes.deserializer(QualityWindow.class);
    }

    /** Hands over the windows that have ended since the last call, at first all that are kept. */
    public void readNew(Consumer<QualityWindow> visitor) {
        reader.readToEnd(record -> {
            QualityWindow window = decode(record);
            if (window != null && window.getModel().equals(model)) {
                visitor.accept(window);
            }
        });
    }

    private QualityWindow decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (UndecodableRecordException e) {
            log.warn("Skipped offset {} of {}: {}", record.offset(), record.topic(), e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
