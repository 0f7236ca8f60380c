package io.headwater.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ServiceConfigTest {

    @Test
    void kafkaSettingsReachTheClientsAsTheyAre() {
        ServiceConfig config = new ServiceConfig(
                Map.of("bootstrap.servers", "broker:9093", "kafka.security.protocol", "SSL", "model.name", "flowers"));

        assertThat(config.kafkaClient())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers",
                        "broker:9093",
                        "security.protocol",
                        "SSL",
                        "receive.buffer.bytes",
                        -1,
                        "send.buffer.bytes",
                        -1));
    }

    @Test
    void theSizeOfSocketBuffersCanBeGiven() {
        ServiceConfig config = new ServiceConfig(Map.of("kafka.receive.buffer.bytes", "300000"));

        assertThat(config.kafkaClient()).containsEntry("receive.buffer.bytes", "300000");
    }

    @Test
    void secretsAreNotPrinted() {
        ServiceConfig config = new ServiceConfig(Map.of(
                "kafka.sasl.jaas.config", "user=me password=hush",
                "kafka.ssl.keystore.password", "hush",
                "registry.basic.auth.user.info", "me:hush",
                "schema.registry.url", "https://me:hush@first:8081,https://me:hush@second/path",
                "kafka.security.protocol", "SASL_SSL"));

        assertThat(config.describe())
                .doesNotContain("hush")
                .contains("kafka.security.protocol = SASL_SSL")
                .contains("schema.registry.url = https://first:8081,https://second/path");
    }

    @Test
    void aValueOutOfRangeIsNamed() {
        assertThatThrownBy(() -> new ServiceConfig(Map.of("image.max.bytes", "12")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("image.max.bytes");
    }

    @Test
    void everyLimitHoldsTheLargestImage() {
        int imageMaxBytes = 64 * 1024 * 1024;
        ImageLimits limits = new ImageLimits(imageMaxBytes);

        assertThat(limits.maxMessageBytes()).isGreaterThan(imageMaxBytes);
        assertThat(limits.producer())
                .hasEntrySatisfying("max.request.size", v -> assertThat((int) v).isGreaterThan(imageMaxBytes))
                .hasEntrySatisfying("buffer.memory", v -> assertThat((long) v).isGreaterThan(imageMaxBytes));
        assertThat(limits.consumer())
                .hasEntrySatisfying(
                        "max.partition.fetch.bytes", v -> assertThat((int) v).isGreaterThan(imageMaxBytes))
                .hasEntrySatisfying("fetch.max.bytes", v -> assertThat((int) v).isGreaterThan(imageMaxBytes));
    }
}
