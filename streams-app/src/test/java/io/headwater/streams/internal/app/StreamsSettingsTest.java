package io.headwater.streams.internal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.streams.ClassifierConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

    private static final String LINGER = "producer.linger.ms";
    private static final String POLL = "poll.ms";

    private static Properties properties(String... keysAndValues) {
        Map<String, String> settings =
                new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:9092", "schema.registry.url", "mock://settings"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new StreamsSettings(new ClassifierConfig(settings)).properties();
    }

    @Test
    void exactlyOnceResultsWaitForTheCommit() {
        assertThat(properties()).containsEntry(LINGER, 50);
        assertThat(properties("commit.interval.ms", "1000")).containsEntry(LINGER, 500);
    }

    @Test
    void atLeastOnceResultsWaitAsLongAsTheProfileSays() {
        assertThat(properties("processing.guarantee", "at_least_once")).containsEntry(LINGER, 5);
        assertThat(properties("processing.guarantee", "at_least_once", "profile", "latency"))
                .containsEntry(LINGER, 0);
    }

    @Test
    void anIdleThreadWaitsNoLongerThanItsResultsMay() {
        assertThat(properties("commit.interval.ms", "1000")).containsEntry(POLL, 50);
        assertThat(properties("profile", "latency")).containsEntry(POLL, 5);
        assertThat(properties("processing.guarantee", "at_least_once", "commit.interval.ms", "1000"))
                .containsEntry(POLL, 5);
    }

    @Test
    void aTransactionMayLastAsLongAsACommitIntervalAndItsLastImages() {
        int drain = 16 * 4 * 200 / 2;
        assertThat((int) properties("commit.interval.ms", "60000", "decode.threads", "2")
                        .get("producer.transaction.timeout.ms"))
                .isGreaterThan(60_000 + drain);
        assertThatThrownBy(() -> properties("commit.interval.ms", "60000", "kafka.transaction.timeout.ms", "60000"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("commit.interval.ms, max.in.flight and image.worst.ms");
    }

    @Test
    void anErrorNamesTheSettingAsItWasGiven() {
        assertThatThrownBy(() -> properties("kafka.transaction.timeout.ms", "60s"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("60s for configuration kafka.transaction.timeout.ms");
        assertThatThrownBy(() -> properties("kafka.transaction.timeout.ms", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.transaction.timeout.ms is 1 ms");
        assertThatThrownBy(() -> properties("kafka.producer.transaction.timeout.ms", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.producer.transaction.timeout.ms is 1 ms");
        assertThatThrownBy(() -> properties("kafka.max.poll.interval.ms", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.max.poll.interval.ms is 1 ms");
    }

    @Test
    void imagesThatTakeLongerThanKafkaWaitsAreRefused() {
        assertThatThrownBy(() -> properties("image.worst.ms", Integer.toString(Integer.MAX_VALUE)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Lower image.worst.ms");
    }

    @Test
    void whatTheUserGivesTheClientsComesFirst() {
        assertThat(properties("kafka.linger.ms", "7")).containsEntry(LINGER, "7");
    }
}
