package io.headwater.cli.command;

import io.headwater.cli.platform.Installation;
import io.headwater.cli.platform.SettingsFile;
import io.headwater.service.ConfigSources;
import io.headwater.service.ServiceConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every command has: where the cluster is, and how results are written. */
public final class ClientOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers (default: the local platform's, 127.0.0.1:9092).")
    String bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry (default: the local platform's, http://127.0.0.1:8081).")
    String schemaRegistry;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in .properties form; kafka.* goes to the Kafka clients, so that TLS and SASL work.")
    Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Data directory of the local platform (default: data next to the headwater script).")
    Path dataDirectory;

    @Option(names = "--json", description = "Write results as JSON.")
    boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show log messages and stack traces on standard error.")
    boolean verbose;

    Path dataDirectory() {
        return dataDirectory != null ? dataDirectory : Installation.dataDirectory();
    }

    /**
     * Settings from, in order: these options, the environment, and the file of {@code --config} or, where there is
     * none, the one that the local platform left in its data directory.
     */
    Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> options = new HashMap<>();
        if (bootstrapServers != null) {
            options.put(ServiceConfig.BOOTSTRAP_SERVERS, bootstrapServers);
        }
        if (schemaRegistry != null) {
            options.put(ServiceConfig.SCHEMA_REGISTRY_URL, schemaRegistry);
        }
        Map<String, String> settings = ConfigSources.load(config, environment, options);
        if (config == null) {
            platformSettings(settings).forEach(settings::putIfAbsent);
            Path data = dataDirectory().toAbsolutePath().normalize();
            settings.putIfAbsent(ServiceConfig.ARTIFACT_STORE, "file:" + data.resolve("artifacts"));
            settings.putIfAbsent(
                    ServiceConfig.ARTIFACT_CACHE, data.resolve("cache").toString());
        }
        return settings;
    }

    /** What the local platform wrote down, unless the command is about another cluster. */
    private Map<String, String> platformSettings(Map<String, String> given) {
        Map<String, String> platform = SettingsFile.read(dataDirectory());
        String brokers = given.get(ServiceConfig.BOOTSTRAP_SERVERS);
        boolean same = brokers == null || brokers.equals(platform.get(ServiceConfig.BOOTSTRAP_SERVERS));
        return same ? platform : Map.of();
    }

    ServiceConfig serviceConfig() {
        return new ServiceConfig(settings(System.getenv()));
    }
}
