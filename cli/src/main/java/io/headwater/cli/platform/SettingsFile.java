package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import io.headwater.model.ArtifactStores;
import io.headwater.service.ConfigSources;
import io.headwater.service.ServiceConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The file in a platform's data directory by which commands find it and its artifacts without options. */
public final class SettingsFile {

    private static final String NAME = "headwater.properties";

    /** What the commands need to know; the rest stays with the services. */
    private static final List<String> SHARED = List.of(
            ServiceConfig.BOOTSTRAP_SERVERS,
            ServiceConfig.SCHEMA_REGISTRY_URL,
            ServiceConfig.TOPIC_PREFIX,
            ServiceConfig.TOPIC_PARTITIONS,
            ServiceConfig.MODEL_NAME,
            ServiceConfig.IMAGE_MAX_BYTES,
            ServiceConfig.ARTIFACT_STORE,
            ServiceConfig.ARTIFACT_CACHE);

    private static final Set<String> ARTIFACTS = Set.of(ServiceConfig.ARTIFACT_STORE, ServiceConfig.ARTIFACT_CACHE);

    private SettingsFile() {}

    private static Path in(Path dataDirectory) {
        return dataDirectory.resolve(NAME);
    }

    /**
     * What it says, empty where there is none. Of a platform that has stopped only the artifacts are still there: at its
     * addresses may be another one by now.
     */
    public static Map<String, String> read(Path dataDirectory) {
        if (!Files.exists(in(dataDirectory))) {
            return Map.of();
        }
        Map<String, String> settings = ConfigSources.load(in(dataDirectory), Map.of(), Map.of());
        if (!DataDirectory.isInUse(dataDirectory)) {
            settings.keySet().retainAll(ARTIFACTS);
        }
        return settings;
    }

    /** @throws CliException the file cannot be written */
    static void write(Path dataDirectory, ServiceConfig config) {
        Properties properties = new Properties();
        Map<String, ?> effective = config.values();
        SHARED.forEach(name -> properties.put(name, String.valueOf(effective.get(name))));
        // Commands run in other directories than the platform.
        properties.put(ServiceConfig.ARTIFACT_STORE, absoluteStore(config.getString(ServiceConfig.ARTIFACT_STORE)));
        properties.put(
                ServiceConfig.ARTIFACT_CACHE,
                Path.of(config.getString(ServiceConfig.ARTIFACT_CACHE))
                        .toAbsolutePath()
                        .toString());
        try (Writer writer = Files.newBufferedWriter(in(dataDirectory))) {
            properties.store(writer, "Written by the local platform; commands read it");
        } catch (IOException e) {
            throw CliException.because("Cannot write " + in(dataDirectory), e);
        }
    }

    private static String absoluteStore(String uri) {
        try {
            return ArtifactStores.absolute(uri);
        } catch (IllegalArgumentException e) {
            throw new CliException(e.getMessage(), e);
        }
    }
}
