package io.headwater.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Every size limit that follows from {@code image.max.bytes}.
 *
 * @param imageMaxBytes largest encoded image, in bytes
 */
public record ImageLimits(int imageMaxBytes) {

    /** Room for the record's other fields, key, headers and the batch around it, in bytes. */
    private static final int ENVELOPE = 64 * 1024;

    private static final int MIN_BUFFER = 32 * 1024 * 1024;

    /** Records that fit the producer's buffer at the least. */
    private static final int BUFFERED_RECORDS = 4;

    /** Largest record batch that a topic, a producer or a broker must accept, in bytes. */
    public int maxMessageBytes() {
        return imageMaxBytes + ENVELOPE;
    }

    /** Producer settings. Images are compressed already, so the producer does not try again. */
    public Map<String, Object> producer() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxMessageBytes());
        settings.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(MIN_BUFFER, (long) BUFFERED_RECORDS * maxMessageBytes()));
        return settings;
    }

    /** Consumer settings: one fetch holds the largest record. */
    public Map<String, Object> consumer() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Math.max(ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES, maxMessageBytes()));
        settings.put(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                Math.max(ConsumerConfig.DEFAULT_FETCH_MAX_BYTES, maxMessageBytes()));
        return settings;
    }
}
