package io.headwater.streams.internal.app;

import io.headwater.streams.ClassifierConfig;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ReadAhead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** What the classifier's settings mean for Kafka Streams and its clients. */
public final class StreamsSettings {

    private static final Duration DEFAULT_POLL_INTERVAL = Duration.ofMinutes(5);
    private static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration COMMIT_MARGIN = Duration.ofSeconds(5);
    private static final int SESSION_TIMEOUT_MS = 10_000;
    /** Of results that are forwarded as soon as they are there. */
    private static final int SHORTEST_POLL_MS = 5;
    /** A commit is late by one poll at most. */
    private static final int POLLS_PER_COMMIT = 20;

    private static final int RETRY_BACKOFF_MS = 5;
    /** Of a partition, above which no more are read: large images are not to fill the memory. */
    private static final int BUFFERED_RECORDS = 100;
    /** What a small network's results of a commit take, of one partition. */
    private static final int PRODUCER_BATCH_BYTES = 128 * 1024;

    private static final String PRODUCER = "producer.";
    private static final String CONSUMER = "consumer.";

    private final ClassifierConfig config;
    private final Map<String, Object> client;
    private final WorstCase worstCase;

    public StreamsSettings(ClassifierConfig config) {
        this.config = config;
        this.client = config.kafkaClient();
        this.worstCase = new WorstCase(config);
    }

    /**
     * Settings for {@code KafkaStreams}.
     *
     * @throws ConfigException where a time-out given under {@code kafka.} is too short for the worst batch, or Kafka has
     *     none that is long enough
     */
    public Properties properties() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.getString(ClassifierConfig.APPLICATION_ID));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.getString(ClassifierConfig.STATE_DIR));
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.getString(ClassifierConfig.PROCESSING_GUARANTEE));
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitIntervalMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.getInt(ClassifierConfig.STREAM_THREADS));
        settings.put(StreamsConfig.POLL_MS_CONFIG, pollMillis());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The join takes a label and its prediction in either order. A task that waits for the rarer of the two
        // words for every record why it waits (PartitionGroup), which was two fifths of all garbage.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // A cached store upstream of the classifying processor would hand records on in the middle of a drain.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreTuning.class);
        config.imageLimits().producer().forEach((key, value) -> settings.put(PRODUCER + key, value));
        settings.put(PRODUCER + ProducerConfig.LINGER_MS_CONFIG, lingerMillis());
        settings.put(PRODUCER + ProducerConfig.BATCH_SIZE_CONFIG, PRODUCER_BATCH_BYTES);
        // While the broker completes the last transaction it turns the next one's first batch down; with more than one
        // request in flight those behind it fail too, as out of order, and all are sent again.
        settings.put(PRODUCER + ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // After which it is sent again; the default of 100 ms is longer than a short commit interval (KAFKA-20000).
        settings.put(PRODUCER + ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
        settings.put(PRODUCER + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionTimeout());
        config.imageLimits().consumer().forEach((key, value) -> settings.put(CONSUMER + key, value));
        settings.put(
                CONSUMER + ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.getInt(ClassifierConfig.MAX_POLL_RECORDS));
        settings.put(CONSUMER + ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, pollInterval());
        settings.put(CONSUMER + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        if (config.getString(ClassifierConfig.GROUP_INSTANCE_ID) != null) {
            settings.put(
                    "main." + CONSUMER + ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    config.getString(ClassifierConfig.GROUP_INSTANCE_ID));
        }
        applyClientSettings(settings);
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    /**
     * How long a stream thread that has nothing to do waits for records. Exactly once it is needed at commits only, and each
     * empty poll costs some KB of garbage.
     */
    private int pollMillis() {
        return isExactlyOnce()
                ? Math.max(SHORTEST_POLL_MS, config.commitIntervalMillis() / POLLS_PER_COMMIT)
                : SHORTEST_POLL_MS;
    }

    /**
     * Exactly once, results are seen at the commit, which sends what still waits: to wait delays nobody, and saves the broker
     * a request for nearly every image.
     */
    private int lingerMillis() {
        return isExactlyOnce()
                ? config.commitIntervalMillis() / 2
                : config.profile().lingerMillis();
    }

    private boolean isExactlyOnce() {
        return config.getString(ClassifierConfig.PROCESSING_GUARANTEE).equals(StreamsConfig.EXACTLY_ONCE_V2);
    }

    /** Adds what lets work on images begin when the consumer has read them; the consumer's own interceptors stay. */
    public void readAhead(Properties properties, Classifier classifier) {
        String prefix = StreamsConfig.MAIN_CONSUMER_PREFIX;
        List<Object> interceptors = new ArrayList<>();
        Object given = client.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        if (given != null) {
            interceptors.addAll(List.of(given.toString().split("\\s*,\\s*")));
        }
        interceptors.add(ReadAhead.class);
        properties.put(prefix + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptors);
        properties.put(prefix + ReadAhead.CLASSIFIER, classifier);
        properties.put(prefix + ReadAhead.TOPIC, config.topics().images().name());
    }

    private int pollInterval() {
        return millis(longer(worstCase.pollInterval().multipliedBy(2), DEFAULT_POLL_INTERVAL));
    }

    private int transactionTimeout() {
        Duration needed = worstCase.transaction().plus(worstCase.fetch()).plus(COMMIT_MARGIN);
        return millis(longer(needed, DEFAULT_TRANSACTION_TIMEOUT));
    }

    /** Settings given under {@code kafka.} win, also over those that are set for producers or consumers only. */
    private void applyClientSettings(Map<String, Object> settings) {
        client.forEach((key, value) -> {
            for (String prefix : List.of(PRODUCER, CONSUMER)) {
                settings.computeIfPresent(prefix + key, (name, ours) -> value);
            }
            settings.put(key, value);
        });
        requireAtLeast(
                settings,
                CONSUMER,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                worstCase.pollInterval(),
                ClassifierConfig.MAX_POLL_RECORDS);
        requireAtLeast(
                settings,
                PRODUCER,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                worstCase.transaction(),
                ClassifierConfig.COMMIT_INTERVAL_MS);
    }

    private void requireAtLeast(
            Map<String, Object> settings, String prefix, String key, Duration needed, String cause) {
        String value = settings.get(prefix + key).toString().trim();
        String asGiven = ClassifierConfig.KAFKA_PREFIX + (client.containsKey(prefix + key) ? prefix + key : key);
        long given;
        try {
            given = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new ConfigException(asGiven, value, "Must be a number of milliseconds");
        }
        if (given < needed.toMillis()) {
            throw new ConfigException(asGiven + " is " + given + " ms, but the worst case of " + cause + ", "
                    + ClassifierConfig.MAX_IN_FLIGHT + " and " + ClassifierConfig.IMAGE_WORST_MS + " takes "
                    + needed.toMillis() + " ms. Raise the one or lower the others.");
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static int millis(Duration duration) {
        if (duration.toMillis() > Integer.MAX_VALUE) {
            throw new ConfigException("The worst case takes " + duration.toMillis() + " ms, but Kafka waits for "
                    + Integer.MAX_VALUE + " ms at most. Lower " + ClassifierConfig.IMAGE_WORST_MS + ", "
                    + ClassifierConfig.MAX_POLL_RECORDS + " or " + ClassifierConfig.MAX_IN_FLIGHT + ".");
        }
        return (int) duration.toMillis();
    }
}
