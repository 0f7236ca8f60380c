package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import io.headwater.cli.Logging;
import io.headwater.cli.topics.TopicOutcome;
import io.headwater.cli.topics.TopicSetup;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.service.ImageLimits;
import io.headwater.service.ServiceConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Everything on one machine: a real broker, a real schema registry, the topics, the classifier and the trainer, on the
 * loopback interface, with one data directory. Parts start in order, each when the one before is ready, and stop in
 * the reverse order.
 */
public final class LocalPlatform implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, String> settings;
    private final Consumer<String> report;
    private int classifierPort;
    private int trainerPort;
    private DataDirectory data;
    private LocalBroker broker;
    private LocalRegistry registry;

    private LocalPlatform(Map<String, String> settings, Consumer<String> report) {
        this.settings = new HashMap<>(settings);
        this.report = report;
    }

    /**
     * Starts the platform and returns when all of it is ready.
     *
     * @param report gets one line for each part that has become ready
     * @throws CliException where a part does not start; what had started has been stopped again
     */
    public static LocalPlatform start(PlatformOptions options, Consumer<String> report) {
        LocalPlatform platform = new LocalPlatform(options.settings(), report);
        try {
            platform.startServices(options);
            if (options.apps()) {
                platform.startApps();
            }
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private void startServices(PlatformOptions options) {
        data = DataDirectory.lock(options.dataDirectory());
        parts.push(data);
        Logging.toFile(data.logs().resolve("headwater.log"));
        int kafkaPort = Ports.claim(options.kafkaPort(), "the broker", "--kafka-port");
        int registryPort = Ports.claim(options.registryPort(), "the schema registry", "--registry-port");
        if (options.apps()) {
            classifierPort = Ports.claim(options.classifierPort(), "the classifier", "--classifier-port");
            trainerPort = Ports.claim(options.trainerPort(), "the trainer", "--trainer-port");
        }

        long start = System.nanoTime();
        registry =
                LocalRegistry.launch(data.registry(), registryPort, data.logs().resolve("registry.log"));
        parts.push(registry);
        broker = LocalBroker.start(data.broker(), kafkaPort, limits().maxMessageBytes());
        parts.push(broker);
        ready("broker", broker.bootstrapServers(), start);
        registry.awaitReady();
        ready("registry", registry.url(), start);

        settings.put(ServiceConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        settings.put(ServiceConfig.SCHEMA_REGISTRY_URL, registry.url());
        settings.putIfAbsent(ServiceConfig.ARTIFACT_STORE, "file:" + data.artifacts());
        settings.putIfAbsent(
                ServiceConfig.ARTIFACT_CACHE, data.path().resolve("cache").toString());
        applyTopics();
        SettingsFile.write(data.path(), config());
    }

    private ImageLimits limits() {
        return new ServiceConfig(settings).imageLimits();
    }

    private void applyTopics() {
        long start = System.nanoTime();
        ServiceConfig config = config();
        try (Admin admin = Admin.create(config.kafkaClient());
                SchemaRegistry schemas = config.connectRegistry()) {
            List<TopicOutcome> outcomes = new TopicSetup(config, admin, schemas).apply();
            long created = outcomes.stream()
                    .filter(outcome -> outcome.state() == TopicOutcome.State.CREATED)
                    .count();
            ready("topics", outcomes.size() + ", " + created + " of them new", start);
            outcomes.forEach(outcome -> outcome.differences()
                    .forEach(difference -> report.accept("  " + outcome.topic() + " " + difference
                            + ": topics that exist are not altered; start with a new --data-dir to have it")));
        }
    }

    private void startApps() {
        long start = System.nanoTime();
        LocalApps apps = new LocalApps(settings, data.path(), logFile());
        parts.push(apps);
        apps.startClassifier(classifierPort);
        ready("classifier", "http://127.0.0.1:" + apps.classifierPort() + "/health/ready", start);
        start = System.nanoTime();
        apps.startTrainer(trainerPort);
        ready("trainer", "http://127.0.0.1:" + apps.trainerPort() + "/health/ready", start);
    }

    private void ready(String part, String where, long startNanos) {
        report.accept(
                String.format(Locale.ROOT, "%-11s %s  (%.1f s)", part, where, (System.nanoTime() - startNanos) / 1e9));
    }

    /** Settings that clients and services of this platform use: brokers, registry, artifact store and the rest. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    public ServiceConfig config() {
        return new ServiceConfig(settings);
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Address of the registry's Confluent API. */
    public String registryUrl() {
        return registry.url();
    }

    public Path dataDirectory() {
        return data.path();
    }

    /** Where this platform logs to. */
    public Path logFile() {
        return data.logs().resolve("headwater.log");
    }

    @Override
    public void close() {
        // An interrupt is why this is called; it must not cut the parts' own shutdown short.
        boolean interrupted = Thread.interrupted();
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                CliException problem = new CliException("The platform did not stop cleanly: " + e.getMessage(), e);
                if (failure == null) {
                    failure = problem;
                } else {
                    failure.addSuppressed(problem);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
