package io.headwater.streams;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.ModelSlot;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import io.headwater.service.Health;
import io.headwater.service.HealthServer;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.HeadwaterTopology;
import io.headwater.streams.internal.app.StartupChecks;
import io.headwater.streams.internal.app.StreamsSettings;
import io.headwater.streams.internal.app.ThreadReplacement;
import io.headwater.streams.internal.classification.ClassifySupplier;
import io.headwater.streams.internal.follower.ModelFollower;
import io.headwater.streams.internal.follower.ModelLoader;
import io.headwater.streams.internal.inference.InferencePipeline;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classifier as a whole: topologies, inference, model follower, health and metrics over HTTP. */
public final class ClassifierApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClassifierApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final ClassifierConfig config;
    private final PrometheusMeterRegistry meters;
    private final StreamsSettings settings;
    private final ThreadReplacement threadReplacement = new ThreadReplacement();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private volatile HealthServer health;
    private volatile ModelFollower follower;
    private volatile KafkaStreams streams;
    private volatile boolean closed;

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
        var properties = settings.properties();
        health = opened(HealthServer.start(
                config.getString(ClassifierConfig.HTTP_HOST),
                config.getInt(ClassifierConfig.HTTP_PORT),
                meters,
                this::live,
                this::ready));
        SchemaRegistry registry = opened(config.connectRegistry());
        StartupChecks checks = new StartupChecks(config);
        checks.requireTopics();
        checks.requireSchemas(registry);

        ClassifierMetrics metrics = new ClassifierMetrics(meters);
        AvroSerdes serdes = config.serdes(registry);
        ArtifactStore store = opened(ArtifactStores.open(
                config.getString(ClassifierConfig.ARTIFACT_STORE),
                Path.of(config.getString(ClassifierConfig.ARTIFACT_CACHE))));
        ModelSlot models = opened(new ModelSlot());
        InferencePipeline pipeline = opened(pipeline(models, serdes, metrics));
        follower = opened(follower(models, store, serdes, metrics));
        follower.start();
        if (!follower.awaitReady()) {
            return;
        }
        settings.readAhead(properties, pipeline);
        startStreams(serdes, pipeline, metrics, properties);
    }

    private InferencePipeline pipeline(ModelSlot models, AvroSerdes serdes, ClassifierMetrics metrics) {
        ImageSource source = new ImageSource(
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                config.getList(ClassifierConfig.IMAGE_URI_ALLOW),
                Duration.ofMillis(config.getInt(ClassifierConfig.IMAGE_URI_TIMEOUT_MS)),
                config.getInt(ClassifierConfig.IMAGE_MAX_BYTES));
        return new InferencePipeline(
                new InferencePipeline.Parts(
                        models,
                        serdes.deserializer(config.topics().images().valueType()),
                        source,
                        new ImageDecoder(config.getLong(ClassifierConfig.IMAGE_MAX_PIXELS))),
                new InferencePipeline.Settings(
                        config.modelName(),
                        config.getInt(ClassifierConfig.TOP_K),
                        config.decodeThreads(),
                        config.batchPolicy(),
                        Duration.ofMillis(config.getInt(ClassifierConfig.IMAGE_URI_RETRY_MS))),
                metrics,
                Clock.systemUTC());
    }

    private ModelFollower follower(
            ModelSlot models, ArtifactStore store, AvroSerdes serdes, ClassifierMetrics metrics) {
        Map<String, Object> client = config.kafkaClient();
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new ModelFollower(
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                config.modelName(),
                config.topics(),
                serdes,
                new ModelLoader(store, config.device(), config.gpuOptions(), config.batchPolicy(), config.precision()),
                models,
                metrics);
    }

    private synchronized void startStreams(
            AvroSerdes serdes, InferencePipeline pipeline, ClassifierMetrics metrics, java.util.Properties properties) {
        if (closed) {
            return;
        }
        Topics topics = config.topics();
        var topology = HeadwaterTopology.build(
                topics,
                serdes,
                new HeadwaterTopology.Collaborators(
                        new ClassifySupplier(
                                pipeline, config.getInt(ClassifierConfig.MAX_IN_FLIGHT), settings.drainTimeout()),
                        Duration.ofMillis(config.getLong(ClassifierConfig.JOIN_RETENTION_MS)),
                        settings.drainTimeout(),
                        config.imageLimits().maxMessageBytes(),
                        metrics::deadLetter,
                        config.quality(),
                        config.review()));
        streams = new KafkaStreams(topology, properties);
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
        return ready().ok();
    }

    /** Port that health and metrics are served on. */
    public int httpPort() {
        return health.port();
    }

    private Health live() {
        KafkaStreams current = streams;
        if (current != null && current.state().hasCompletedShutdown()) {
            return Health.down("the streams are " + current.state());
        }
        return Health.up("running");
    }

    private Health ready() {
        ModelFollower currentFollower = follower;
        KafkaStreams current = streams;
        if (current == null) {
            String problem = currentFollower == null
                    ? "waiting for broker and registry"
                    : currentFollower.problem().orElse("starting");
            return Health.down(problem);
        }
        if (current.state() != KafkaStreams.State.RUNNING) {
            return Health.down("the streams are " + current.state());
        }
        return Health.up(currentFollower
                .problem()
                .or(currentFollower::notice)
                .map(problem -> "running, but " + problem)
                .orElse("running"));
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
