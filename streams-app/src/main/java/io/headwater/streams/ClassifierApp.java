package io.headwater.streams;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ImageSource;
import io.headwater.model.ModelSlot;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import io.headwater.service.HealthServer;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.app.ClassifierHealth;
import io.headwater.streams.internal.app.ClassifierParts;
import io.headwater.streams.internal.app.StartupChecks;
import io.headwater.streams.internal.app.StreamsSettings;
import io.headwater.streams.internal.app.ThreadReplacement;
import io.headwater.streams.internal.app.WorstCase;
import io.headwater.streams.internal.follower.ModelFollower;
import io.headwater.streams.internal.inference.InferencePipeline;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classifier as a whole: starts and stops topologies, inference, model follower, health and metrics over HTTP. */
public final class ClassifierApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClassifierApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final ClassifierConfig config;
    private final PrometheusMeterRegistry meters;
    private final StreamsSettings settings;
    private final ThreadReplacement threadReplacement = new ThreadReplacement();
    private final ClassifierHealth state = new ClassifierHealth();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private volatile HealthServer health;
    private volatile ModelFollower follower;
    private KafkaStreams streams;
    private boolean closed;

    public ClassifierApp(ClassifierConfig config) {
        this(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** @param meters takes the app's metrics; what it holds already is served too */
    public ClassifierApp(ClassifierConfig config, PrometheusMeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        this.settings = new StreamsSettings(config);
    }

    /**
     * Starts, and returns when records are being consumed. Where a champion exists that means after it was loaded.
     *
     * @throws org.apache.kafka.common.config.ConfigException broker, registry, topics or schemas are not there, a port
     *     is in use or a setting makes no sense; the message says what to do
     */
    public void start() throws InterruptedException {
        Properties properties = settings.properties();
        ImageSource images = config.imageSource();
        ArtifactStore store = opened(config.openArtifactStore());
        health = opened(HealthServer.start(
                config.getString(ClassifierConfig.HTTP_HOST),
                config.getInt(ClassifierConfig.HTTP_PORT),
                meters,
                state::live,
                state::ready));
        SchemaRegistry registry = opened(config.connectRegistry());
        StartupChecks checks = new StartupChecks(config);
        checks.requireTopics();
        checks.requireSchemas(registry);

        ClassifierMetrics metrics = new ClassifierMetrics(meters);
        ModelSlot models = opened(new ModelSlot());
        ClassifierParts parts = new ClassifierParts(config, config.serdes(registry), metrics);
        InferencePipeline pipeline = opened(parts.pipeline(models, images));
        follower = opened(parts.follower(models, store));
        state.follower(follower);
        follower.start();
        if (!follower.awaitReady()) {
            return;
        }
        settings.readAhead(properties, pipeline);
        startStreams(parts, pipeline, properties);
    }

    private synchronized void startStreams(ClassifierParts parts, InferencePipeline pipeline, Properties properties) {
        if (closed) {
            return;
        }
        Topics topics = config.topics();
        streams = new KafkaStreams(parts.topology(pipeline, new WorstCase(config).drain()), properties);
        state.streams(streams);
        streams.setUncaughtExceptionHandler(threadReplacement);
        KafkaStreamsMetrics streamsMetrics = opened(new KafkaStreamsMetrics(streams));
        streamsMetrics.bindTo(meters);
        streams.start();
        LOG.info(
                "Classifying {} into {}",
                topics.images().name(),
                topics.classifications().name());
    }

    /** Whether records are being processed. */
    public boolean isReady() {
        return state.ready().ok();
    }

    /** Port that health and metrics are served on. */
    public int httpPort() {
        return health.port();
    }

    /** Classifies what has been read, commits, and stops. */
    @Override
    public void close() {
        threadReplacement.close();
        ModelFollower currentFollower = follower;
        if (currentFollower != null) {
            currentFollower.close();
        }
        synchronized (this) {
            closed = true;
            if (streams != null && !streams.close(closeOptions())) {
                LOG.warn(
                        "The streams did not stop within {}; what was not committed will be read again", CLOSE_TIMEOUT);
            }
        }
        while (!resources.isEmpty()) {
            AutoCloseable resource = resources.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("Closing {} failed", resource.getClass().getSimpleName(), e);
            }
        }
    }

    /** Unless it has a fixed name and will be back, an instance says that it goes: the others need not wait for it. */
    private CloseOptions closeOptions() {
        boolean staysMember = config.getString(ClassifierConfig.GROUP_INSTANCE_ID) != null;
        return CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        staysMember
                                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
    }

    /** Remembers what close() must close, latest first. */
    private <T extends AutoCloseable> T opened(T resource) {
        resources.push(resource);
        return resource;
    }
}
