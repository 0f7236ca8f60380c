package io.headwater.trainer;

import io.headwater.service.ConfigSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigException;

/**
 * Runs the trainer until a signal ends it: {@code TrainerMain [FILE] [key=value ...]}. Exit codes: 0 after a signal, 2
 * where settings or surroundings are wrong, 1 for anything else.
 */
public final class TrainerMain {

    private static final int FAILED = 1;
    private static final int MISCONFIGURED = 2;

    private TrainerMain() {}

    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/headwater/trainer/logback.xml");
        }
        try {
            run(new TrainerConfig(settings(arguments)));
        } catch (ConfigException e) {
            System.err.println("headwater trainer: " + e.getMessage());
            System.exit(MISCONFIGURED);
        } catch (InterruptedException | RuntimeException e) {
            System.err.println("headwater trainer: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(TrainerConfig config) throws InterruptedException {
        System.out.print(config.describe());
        TrainerApp app = new TrainerApp(config);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            closed.countDown();
                        },
                        "headwater-close"));
        app.start();
        System.out.println("Health and metrics on port " + app.httpPort());
        closed.await();
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
