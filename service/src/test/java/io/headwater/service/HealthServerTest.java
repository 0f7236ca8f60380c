package io.headwater.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private static final String HOST = "127.0.0.1";

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void readinessFollowsTheServiceAndMetricsAreScraped() throws Exception {
        metrics.counter("headwater.test").increment();
        AtomicBoolean ready = new AtomicBoolean();
        try (HealthServer server = HealthServer.start(
                HOST, 0, metrics, () -> Health.up("running"), () -> new Health(ready.get(), "no partitions yet"))) {
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> before = get(server, "/health/ready");
            assertThat(before.statusCode()).isEqualTo(503);
            assertThat(before.body()).contains("\"DOWN\"").contains("no partitions yet");
            ready.set(true);
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics").body()).contains("headwater_test_total 1.0");
        }
    }

    @Test
    void aPortInUseIsNamedWithItsSetting() {
        try (HealthServer first = start(0)) {
            assertThatThrownBy(() -> start(first.port()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(HOST + ":" + first.port())
                    .hasMessageContaining("http.port");
        }
    }

    private HealthServer start(int port) {
        return HealthServer.start(HOST, port, metrics, () -> Health.up(""), () -> Health.up(""));
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + server.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
