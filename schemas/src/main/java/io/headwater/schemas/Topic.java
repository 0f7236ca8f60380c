package io.headwater.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic and what is in it: the one place that says how it is named, partitioned, kept and encoded.
 *
 * @param name full name, prefix included
 * @param valueType class of the values; null where values are raw bytes, as in the dead letters
 * @param partitions number of partitions
 * @param retention how long records are kept; null for compacted topics, which keep the last value of a key
 * @param compatibility how schemas may change; null where values are raw bytes
 * @param carriesImages whether records are as large as images
 */
public record Topic<V extends SpecificRecord>(
        String name,
        Class<V> valueType,
        int partitions,
        Duration retention,
        Compatibility compatibility,
        boolean carriesImages) {

    public Topic {
        Objects.requireNonNull(name, "name");
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions of " + name + " must be at least 1, is " + partitions);
        }
    }

    public boolean compacted() {
        return retention == null;
    }

    /** Subject of the value schema in the registry, by the topic-name strategy. */
    public String subject() {
        return name + "-value";
    }

    /** Schema of the values; fails for topics of raw bytes. */
    public Schema schema() {
        return SpecificData.getForClass(valueType).getSchema(valueType);
    }

    /**
     * Topic-level settings for the broker.
     *
     * @param maxMessageBytes largest record batch of a topic that carries images, in bytes
     */
    public Map<String, String> configs(int maxMessageBytes) {
        Map<String, String> configs = new LinkedHashMap<>();
        if (compacted()) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        }
        if (carriesImages) {
            configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
        }
        return configs;
    }
}
