package io.headwater.streams.internal.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.streams.ClassifierConfig;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class RecordTimeTest {

    private static final long LATELY = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final long LONG_AGO = Instant.parse("1969-07-20T20:17:00Z").toEpochMilli();

    private final RecordTime time = new RecordTime();

    @Test
    void isTheRecordsOwn() {
        assertThat(time.extract(at(LATELY), 5)).isEqualTo(LATELY);
        assertThat(time.extract(at(0), 5)).isZero();
    }

    @Test
    void isTheClocksWhereTheRecordHasNone() {
        assertThat(time.extract(at(ConsumerRecord.NO_TIMESTAMP), 5)).isGreaterThan(LATELY);
        assertThat(time.extract(at(LONG_AGO), 5)).isGreaterThan(LATELY);
    }

    @Test
    void isWhatTheAppGoesBy() {
        Properties properties = new StreamsSettings(new ClassifierConfig(
                        Map.of("bootstrap.servers", "127.0.0.1:9092", "schema.registry.url", "mock://time")))
                .properties();

        assertThat(properties).containsEntry(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
    }

    private static ConsumerRecord<Object, Object> at(long timestamp) {
        return new ConsumerRecord<>(
                "vision.images",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }
}
