package io.headwater.streams;

import io.headwater.service.ConfigSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Runs the classifier until a signal ends it: {@code ClassifierMain [FILE] [key=value ...]}. Exit codes: 0 after a
 * signal, 2 where settings or surroundings are wrong, 1 for anything else.
 */
public final class ClassifierMain {

    private static final int FAILED = 1;
    private static final int MISCONFIGURED = 2;

    private ClassifierMain() {}

    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/headwater/streams/logback.xml");
        }
        try {
            run(new ClassifierConfig(settings(arguments)));
        } catch (ConfigException e) {
            System.err.println("headwater classifier: " + e.getMessage());
            System.exit(MISCONFIGURED);
        } catch (KafkaException e) {
            // The clients wrap what they do not like about their settings.
            System.err.println("headwater classifier: " + (e.getCause() == null ? e : e.getCause()).getMessage());
            System.exit(MISCONFIGURED);
        } catch (InterruptedException | RuntimeException e) {
            System.err.println("headwater classifier: " + e);
            e.printStackTrace();
            System.exit(FAILED);
        }
    }

    private static void run(ClassifierConfig config) throws InterruptedException {
        System.out.print(config.describe());
        ClassifierApp app = new ClassifierApp(config);
        Thread closing = new Thread(app::close, "headwater-close");
        Runtime.getRuntime().addShutdownHook(closing);
        app.start();
        System.out.println("Health and metrics on port " + app.httpPort());
        // The stream threads are not daemons: the process lives until a signal.
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
