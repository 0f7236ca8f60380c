package io.headwater.service;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Runs a service as a program until a signal ends it, with the arguments {@code [FILE] [key=value ...]}. Exit codes:
 * 128 and the signal's number after one, such as 143, 2 where settings or surroundings are wrong, 1 for anything else.
 */
public final class ServiceMain {

    private static final int FAILED = 1;
    private static final int MISCONFIGURED = 2;
    private static final String LOGGING = "logback.configurationFile";

    private ServiceMain() {}

    /** What the program does: starts the service, and may wait for its end. */
    @FunctionalInterface
    public interface Service {
        void run(Map<String, String> settings) throws InterruptedException;
    }

    /**
     * Runs the service and ends the process where that fails.
     *
     * @param name of the service, for messages
     * @param logging resource that configures Logback, unless {@code logback.configurationFile} is set
     */
    public static void run(String name, String logging, String[] arguments, Service service) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, logging);
        }
        try {
            service.run(settings(arguments));
        } catch (ConfigException e) {
            exit(name, e.getMessage(), MISCONFIGURED);
        } catch (KafkaException e) {
            // The clients wrap what they do not like about their settings.
            exit(name, (e.getCause() == null ? e : e.getCause()).getMessage(), MISCONFIGURED);
        } catch (InterruptedException | RuntimeException | Error e) {
            e.printStackTrace();
            exit(name, e.toString(), FAILED);
        }
    }

    private static void exit(String name, String message, int code) {
        System.err.println("headwater " + name + ": " + message);
        System.exit(code);
    }

    private static Map<String, String> settings(String[] arguments) {
        Map<String, String> overrides = new LinkedHashMap<>();
        String file = System.getenv(ConfigSources.CONFIG_FILE_VARIABLE);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                overrides.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                file = argument;
            }
        }
        return ConfigSources.load(file == null ? null : Path.of(file), System.getenv(), overrides);
    }
}
