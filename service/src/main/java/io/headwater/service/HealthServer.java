package io.headwater.service;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;

/**
 * Health and metrics of a service over HTTP: {@code /health/live} (restart me when this is 503), {@code /health/ready}
 * (I do my work when this is 200) and {@code /metrics} in Prometheus' text format.
 */
public final class HealthServer implements AutoCloseable {

    private static final int UNAVAILABLE = 503;
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Javalin server;

    private HealthServer(Javalin server) {
        this.server = server;
    }

    /**
     * Starts serving.
     *
     * @param port port to listen on; 0 takes a free one, see {@link #port()}
     * @throws ConfigException where the port is in use
     */
    public static HealthServer start(
            String host, int port, PrometheusMeterRegistry metrics, Supplier<Health> live, Supplier<Health> ready) {
        JavalinLogger.startupInfo = false;
        Javalin server = Javalin.create(config -> config.showJavalinBanner = false)
                .get("/health/live", context -> answer(context, live.get()))
                .get("/health/ready", context -> answer(context, ready.get()))
                .get("/metrics", context -> context.contentType(PROMETHEUS_TEXT).result(metrics.scrape()));
        try {
            server.start(host, port);
        } catch (JavalinBindException e) {
            server.stop();
            throw new ConfigException("Cannot serve health and metrics on " + host + ":" + port
                    + ": the port is in use or the address is not this machine's. Set http.port to another one.");
        }
        return new HealthServer(server);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void answer(Context context, Health health) {
        context.status(health.ok() ? 200 : UNAVAILABLE)
                .json(Map.of("status", health.ok() ? "UP" : "DOWN", "detail", health.detail()));
    }
}
