package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import io.headwater.service.ServiceConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** A connection to the brokers and the registry that a command works with. Both have answered once. */
public final class Cluster implements AutoCloseable {

    private static final int BROKER_TIMEOUT_SECONDS = 10;

    private final ServiceConfig config;
    private final Admin admin;
    private final SchemaRegistry registry;

    private Cluster(ServiceConfig config, Admin admin, SchemaRegistry registry) {
        this.config = config;
        this.admin = admin;
        this.registry = registry;
    }

    /** Connects, or fails within seconds with one line that says what is not there. */
    public static Cluster connect(ServiceConfig given) {
        Admin admin = connectBroker(given);
        try {
            ServiceConfig config = RegistryAddress.resolve(given);
            return new Cluster(config, admin, connectRegistry(config));
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    private static Admin connectBroker(ServiceConfig config) {
        String servers = config.getString(ServiceConfig.BOOTSTRAP_SERVERS);
        Map<String, Object> settings = new HashMap<>(config.kafkaClient());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_TIMEOUT_SECONDS * 1000);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BROKER_TIMEOUT_SECONDS * 1000);
        Admin admin;
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CliException("Cannot use the broker address " + servers + ": " + cause.getMessage(), e);
        }
        try {
            admin.describeCluster().clusterId().get(BROKER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return admin;
        } catch (ExecutionException e) {
            admin.close();
            throw e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? unanswered(servers, e)
                    : new CliException(
                            "The Kafka broker at " + servers + " refuses: "
                                    + e.getCause().getMessage()
                                    + "; check kafka.security.*, kafka.sasl.* and kafka.ssl.*",
                            e);
        } catch (TimeoutException e) {
            admin.close();
            throw unanswered(servers, e);
        } catch (InterruptedException e) {
            admin.close();
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted", e);
        }
    }

    private static CliException unanswered(String servers, Exception cause) {
        return new CliException(
                "No Kafka broker answers at " + servers + " (waited " + BROKER_TIMEOUT_SECONDS
                        + " s); start one with 'headwater up' or name yours with --bootstrap-servers",
                cause);
    }

    private static SchemaRegistry connectRegistry(ServiceConfig config) {
        SchemaRegistry registry = config.connectRegistry();
        try {
            registry.compatibility(config.topics().images().subject());
            return registry;
        } catch (RegistryUnavailableException e) {
            registry.close();
            throw RegistryAddress.failed(registry.url(), e);
        }
    }

    public ServiceConfig config() {
        return config;
    }

    public Topics topics() {
        return config.topics();
    }

    public Admin admin() {
        return admin;
    }

    public SchemaRegistry registry() {
        return registry;
    }

    public AvroSerdes serdes() {
        return config.serdes(registry);
    }

    @Override
    public void close() {
        registry.close();
        admin.close();
    }
}
