package io.headwater.cli.platform;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a local platform is started with.
 *
 * @param dataDirectory holds everything: topics, schemas, artifacts, logs; one platform at a time uses it
 * @param kafkaPort port of the broker; 0 takes a free one, as for the others
 * @param registryPort port of the schema registry
 * @param classifierPort port of the classifier's health and metrics
 * @param trainerPort port of the trainer's health and metrics
 * @param apps whether classifier and trainer are started, or the broker, the registry and the topics only
 * @param settings settings of classifier and trainer, by the names in their reference
 */
public record PlatformOptions(
        Path dataDirectory,
        int kafkaPort,
        int registryPort,
        int classifierPort,
        int trainerPort,
        boolean apps,
        Map<String, String> settings) {

    public static final int KAFKA_PORT = 9092;
    public static final int REGISTRY_PORT = 8081;
    public static final int CLASSIFIER_PORT = 8090;
    public static final int TRAINER_PORT = 8091;

    public PlatformOptions {
        settings = Map.copyOf(settings);
    }

    /** The whole platform on the default ports, with default settings. */
    public static PlatformOptions in(Path dataDirectory) {
        return new PlatformOptions(
                dataDirectory, KAFKA_PORT, REGISTRY_PORT, CLASSIFIER_PORT, TRAINER_PORT, true, Map.of());
    }

    public PlatformOptions onFreePorts() {
        return new PlatformOptions(dataDirectory, 0, 0, 0, 0, apps, settings);
    }

    public PlatformOptions withoutApps() {
        return new PlatformOptions(
                dataDirectory, kafkaPort, registryPort, classifierPort, trainerPort, false, settings);
    }

    public PlatformOptions withSettings(Map<String, String> newSettings) {
        return new PlatformOptions(
                dataDirectory, kafkaPort, registryPort, classifierPort, trainerPort, apps, newSettings);
    }
}
