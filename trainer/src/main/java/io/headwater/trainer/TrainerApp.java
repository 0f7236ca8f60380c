package io.headwater.trainer;

import io.headwater.model.ArtifactStore;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.schemas.Topics;
import io.headwater.service.HealthServer;
import io.headwater.trainer.internal.retrain.Coordinator;
import io.headwater.trainer.internal.retrain.Tools;
import io.headwater.trainer.internal.retrain.TrainerStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * The trainer: takes labelled samples into the dataset and answers every retrain request with exactly one result. Several
 * may run for a model; one works, the others stand by.
 */
public final class TrainerApp implements AutoCloseable {

    private final TrainerConfig config;
    private final TrainerStatus status = new TrainerStatus();
    private SchemaRegistry registry;
    private ArtifactStore store;
    private HealthServer health;
    private Coordinator coordinator;

    public TrainerApp(TrainerConfig config) {
        this.config = config;
    }

    /**
     * Starts in the background.
     *
     * @throws ConfigException the brokers do not answer, topics are missing, a port is in use or a setting makes no sense
     */
    public void start() {
        // Only to see that it can be made: a wrong prefix is to end the start, not the first retraining.
        config.imageSource();
        store = config.openArtifactStore();
        checkTopics();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry = config.connectRegistry();
        health = HealthServer.start(
                config.getString(TrainerConfig.HTTP_HOST),
                config.getInt(TrainerConfig.HTTP_PORT),
                meters,
                status::live,
                status::ready);
        coordinator =
                new Coordinator(new Tools(config, config.serdes(registry), store, new TrainerMetrics(meters)), status);
        coordinator.start();
    }

    /** Whether it works with a dataset that is up to date, or stands by. */
    public boolean isReady() {
        return status.ready().ok();
    }

    /** Port of health and metrics. */
    public int httpPort() {
        return health.port();
    }

    /** Stops; a retraining under way has 30 seconds to come to its end. */
    @Override
    public void close() {
        if (coordinator != null) {
            coordinator.close();
        }
        if (health != null) {
            health.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (store != null) {
            store.close();
        }
    }

    private void checkTopics() {
        Topics topics = config.topics();
        try (Admin admin = Admin.create(config.kafkaClient())) {
            Set<String> present = admin.listTopics().names().get();
            List<String> missing = Stream.of(
                            topics.images(),
                            topics.samples(),
                            topics.retrainRequests(),
                            topics.retrainResults(),
                            topics.retrainProgress(),
                            topics.models(),
                            topics.modelAliases())
                    .map(Topic::name)
                    .filter(name -> !present.contains(name))
                    .toList();
            if (!missing.isEmpty()) {
                throw new ConfigException("Topics are missing at " + config.getString(TrainerConfig.BOOTSTRAP_SERVERS)
                        + ": " + String.join(", ", missing) + ". Run `headwater topics apply`.");
            }
        } catch (ExecutionException e) {
            throw new ConfigException("No Kafka broker answers at " + config.getString(TrainerConfig.BOOTSTRAP_SERVERS)
                    + " (" + e.getCause().getMessage() + "). Start one, or set bootstrap.servers.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while looking for topics", e);
        }
    }
}
