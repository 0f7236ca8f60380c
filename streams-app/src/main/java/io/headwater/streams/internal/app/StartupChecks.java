package io.headwater.streams.internal.app;

import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.service.Backoff;
import io.headwater.streams.ClassifierConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;

/** Looks whether broker, topics and schemas are there before anything starts. */
public final class StartupChecks {

    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final ClassifierConfig config;
    private final long deadlineNanos;

    public StartupChecks(ClassifierConfig config) {
        this.config = config;
        this.deadlineNanos = System.nanoTime()
                + Duration.ofMillis(config.getInt(ClassifierConfig.STARTUP_TIMEOUT_MS))
                        .toNanos();
    }

    /** @throws ConfigException no broker answers in time, or topics are missing */
    public void requireTopics() throws InterruptedException {
        Map<String, Object> client = config.kafkaClient();
        client.putIfAbsent("default.api.timeout.ms", REQUEST_TIMEOUT_MS);
        client.putIfAbsent("request.timeout.ms", REQUEST_TIMEOUT_MS);
        Topics topics = config.topics();
        List<String> needed = List.of(
                        topics.images(),
                        topics.classifications(),
                        topics.feedback(),
                        topics.samples(),
                        topics.review(),
                        topics.quality(),
                        topics.models(),
                        topics.modelAliases(),
                        topics.deadLetters())
                .stream()
                .map(Topic::name)
                .toList();
        try (Admin admin = Admin.create(client)) {
            Set<String> present = topicsOf(admin);
            List<String> missing =
                    needed.stream().filter(name -> !present.contains(name)).toList();
            if (!missing.isEmpty()) {
                throw new ConfigException("Topics are missing at " + brokers() + ": " + String.join(", ", missing)
                        + ". Run `headwater topics apply`.");
            }
        }
    }

    private Set<String> topicsOf(Admin admin) throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        while (true) {
            try {
                return admin.listTopics().names().get(REQUEST_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw new ConfigException("No Kafka broker answers at " + brokers() + " (" + rootMessage(e)
                            + "). Start one, or set bootstrap.servers.");
                }
                backoff.pause();
            }
        }
    }

    /**
     * Looks up the schemas of all that is written, so that the registry is not needed for that later.
     *
     * @throws ConfigException the registry does not answer in time, or schemas are missing
     */
    public void requireSchemas(SchemaRegistry registry) throws InterruptedException {
        boolean register = config.getBoolean(ClassifierConfig.SCHEMA_AUTO_REGISTER);
        Topics topics = config.topics();
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        for (Topic<?> topic : List.of(
                topics.classifications(), topics.samples(), topics.feedback(), topics.review(), topics.quality())) {
            while (!isKnown(registry, topic, register)) {
                backoff.pause();
            }
        }
    }

    private boolean isKnown(SchemaRegistry registry, Topic<?> topic, boolean register) {
        try {
            if (register) {
                registry.register(topic.subject(), topic.schema());
            } else {
                registry.idOf(topic.subject(), topic.schema());
            }
            return true;
        } catch (RegistryUnavailableException e) {
            if (System.nanoTime() > deadlineNanos) {
                throw new ConfigException(e.getMessage() + ". Start it, or set schema.registry.url.");
            }
            return false;
        } catch (SerializationException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    private String brokers() {
        return config.getString(ClassifierConfig.BOOTSTRAP_SERVERS);
    }

    private static String rootMessage(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
