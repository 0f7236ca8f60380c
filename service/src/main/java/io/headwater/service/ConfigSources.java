package io.headwater.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where settings come from. A file in {@code .properties} form gives the base, the environment goes over it
 * ({@code HEADWATER_IMAGE_MAX_BYTES} sets {@code image.max.bytes}, {@code HEADWATER_FINE__TUNE_FROM} {@code
 * fine-tune.from}), and the command line over both.
 */
public final class ConfigSources {

    /** Environment variables that begin with this are settings. */
    public static final String ENVIRONMENT_PREFIX = "HEADWATER_";

    /** Names the settings file where no option does. */
    public static final String CONFIG_FILE_VARIABLE = "HEADWATER_CONFIG";

    private ConfigSources() {}

    /**
     * Merges the sources.
     *
     * @param file settings file; null for none
     * @param environment as of {@link System#getenv()}
     * @param overrides settings from the command line, by their full name
     * @throws ConfigException where the file cannot be read
     */
    public static Map<String, String> load(Path file, Map<String, String> environment, Map<String, String> overrides) {
        Map<String, String> merged = new LinkedHashMap<>();
        if (file != null) {
            merged.putAll(read(file));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !name.equals(CONFIG_FILE_VARIABLE)) {
                merged.put(settingOf(name), value);
            }
        });
        merged.putAll(overrides);
        return merged;
    }

    /** The setting that an environment variable stands for. */
    static String settingOf(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", "-")
                .replace('_', '.');
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new ConfigException("There is no settings file " + file);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("Cannot read the settings file " + file + ": " + e.getMessage());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
