package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import io.headwater.service.ServiceConfig;
import io.headwater.streams.ClassifierApp;
import io.headwater.streams.ClassifierConfig;
import io.headwater.trainer.TrainerApp;
import io.headwater.trainer.TrainerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifier and trainer in this process. Deployed they are processes of their own; on one machine they share a JVM with
 * the broker.
 */
final class LocalApps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalApps.class);
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(120);
    private static final long POLL_MILLIS = 50;

    private final Map<String, String> settings;
    private final Path dataDirectory;
    private final Path log;
    private ClassifierApp classifier;
    private TrainerApp trainer;

    /** @param log file that the apps log to */
    LocalApps(Map<String, String> settings, Path dataDirectory, Path log) {
        this.settings = settings;
        this.dataDirectory = dataDirectory;
        this.log = log;
    }

    /** Starts the classifier and returns when it processes records. */
    void startClassifier(int port) {
        Map<String, String> own = settingsOn(port);
        own.putIfAbsent(
                ClassifierConfig.STATE_DIR, dataDirectory.resolve("streams").toString());
        own.putIfAbsent(
                ClassifierConfig.GPU_ENGINE_CACHE,
                dataDirectory.resolve("engines").toString());
        // There is one: after a crash it takes its place again at once, instead of waiting for its old self to time
        // out.
        own.putIfAbsent(ClassifierConfig.GROUP_INSTANCE_ID, "local");
        ClassifierConfig config = new ClassifierConfig(own);
        LOG.info("Classifier settings:\n{}", config.describe());
        classifier = new ClassifierApp(config);
        try {
            classifier.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while the classifier was starting", e);
        }
        await("classifier", port, classifier::isReady);
    }

    /** Starts the trainer and returns when it takes requests. */
    void startTrainer(int port) {
        TrainerConfig config = new TrainerConfig(settingsOn(port));
        LOG.info("Trainer settings:\n{}", config.describe());
        trainer = new TrainerApp(config);
        trainer.start();
        await("trainer", port, trainer::isReady);
    }

    private Map<String, String> settingsOn(int port) {
        Map<String, String> own = new HashMap<>(settings);
        own.put(ServiceConfig.HTTP_HOST, "127.0.0.1");
        own.put(ServiceConfig.HTTP_PORT, Integer.toString(port));
        return own;
    }

    private void await(String name, int port, BooleanSupplier ready) {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new CliException("The " + name + " is not ready after " + READY_TIMEOUT.toSeconds() + " s; see "
                        + log + " and http://127.0.0.1:" + port + "/health/ready");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliException("Interrupted while the " + name + " was starting", e);
            }
        }
    }

    int classifierPort() {
        return classifier.httpPort();
    }

    int trainerPort() {
        return trainer.httpPort();
    }

    /** Stops the trainer first: what it still publishes is of no use to a classifier that is gone. */
    @Override
    public void close() {
        if (trainer != null) {
            trainer.close();
        }
        if (classifier != null) {
            classifier.close();
        }
    }
}
