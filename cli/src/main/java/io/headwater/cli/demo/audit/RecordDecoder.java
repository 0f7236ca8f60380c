package io.headwater.cli.demo.audit;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes the values of a consumer that reads several topics. */
public final class RecordDecoder {

    private final Map<String, Deserializer<? extends SpecificRecord>> byTopic = new HashMap<>();

    public RecordDecoder(Topics topics, AvroSerdes serdes) {
        for (Topic<?> topic : topics.all()) {
            if (topic.valueType() != null) {
                byTopic.put(topic.name(), serdes.deserializer(topic.valueType()));
            }
        }
    }

    /** The value; null for topics of raw bytes. */
    public SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
        Deserializer<? extends SpecificRecord> deserializer = byTopic.get(record.topic());
        return deserializer == null ? null : deserializer.deserialize(record.topic(), record.headers(), record.value());
    }
}
