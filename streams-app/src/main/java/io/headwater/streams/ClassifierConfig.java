package io.headwater.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.ImageSource;
import io.headwater.model.Precision;
import io.headwater.service.ImageSettings;
import io.headwater.service.ServiceConfig;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.streams.internal.quality.QualitySettings;
import io.headwater.streams.internal.review.ReviewSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of the classifier. */
public final class ClassifierConfig extends ServiceConfig {

    public static final String APPLICATION_ID = "application.id";
    public static final String STATE_DIR = "state.dir";
    public static final String PROCESSING_GUARANTEE = "processing.guarantee";
    public static final String PROFILE = "profile";
    public static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
    public static final String STREAM_THREADS = "stream.threads";
    public static final String GROUP_INSTANCE_ID = "group.instance.id";
    public static final String MAX_POLL_RECORDS = "max.poll.records";
    public static final String MAX_IN_FLIGHT = "max.in.flight";
    public static final String DEVICE = "device";
    public static final String MODEL_PRECISION = "model.precision";
    public static final String GPU_ENGINE_CACHE = GpuSettings.ENGINE_CACHE;
    public static final String DECODE_THREADS = "decode.threads";
    public static final String INFERENCE_THREADS = "inference.threads";
    public static final String BATCH_MAX_SIZE = "batch.max.size";
    public static final String BATCH_LINGER_MS = "batch.linger.ms";
    public static final String TOP_K = "top.k";
    public static final String IMAGE_WORST_MS = "image.worst.ms";
    public static final String JOIN_RETENTION_MS = "join.retention.ms";
    public static final String STARTUP_TIMEOUT_MS = "startup.timeout.ms";

    /** Two thirds of what a broker allows a transaction by default (transaction.max.timeout.ms). */
    private static final int LONGEST_COMMIT_INTERVAL_MS = 600_000;

    public ClassifierConfig(Map<String, String> properties) {
        super(definition(), properties);
        gpuOptions();
    }

    public Device device() {
        try {
            return Device.parse(getString(DEVICE));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(DEVICE, getString(DEVICE), e.getMessage());
        }
    }

    /** What matters if the device is a GPU. */
    public GpuOptions gpuOptions() {
        return GpuSettings.of(this, device());
    }

    public Precision precision() {
        return Precision.parse(getString(MODEL_PRECISION));
    }

    public Profile profile() {
        return Profile.valueOf(getString(PROFILE).toUpperCase(Locale.ROOT));
    }

    /** Time between commits in milliseconds: as set, or as the profile says. */
    public int commitIntervalMillis() {
        int interval = getInt(COMMIT_INTERVAL_MS);
        return interval > 0 ? interval : profile().commitIntervalMillis();
    }

    /** Images of one partition that are under way at most: as set, or as the profile says. */
    public int maxInFlight() {
        int images = getInt(MAX_IN_FLIGHT);
        return images > 0 ? images : profile().maxInFlight();
    }

    /** Threads that decode images, and on a CPU run the model. */
    public int decodeThreads() {
        int threads = getInt(DECODE_THREADS);
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    public BatchPolicy batchPolicy() {
        return new BatchPolicy(getInt(BATCH_MAX_SIZE), getInt(BATCH_LINGER_MS), getInt(INFERENCE_THREADS));
    }

    /**
     * Where images by uri come from.
     *
     * @throws ConfigException {@code image.uri.allow} holds something that is no prefix
     */
    public ImageSource imageSource() {
        ImageSettings images = images();
        return checked(() -> ImageSource.over(
                images.uriAllow(), images.uriTimeout(), imageLimits().imageMaxBytes()));
    }

    /**
     * Where models are kept; the caller closes it.
     *
     * @throws ConfigException {@code artifact.store} is none
     */
    public ArtifactStore openArtifactStore() {
        return checked(() -> ArtifactStores.open(getString(ARTIFACT_STORE), Path.of(getString(ARTIFACT_CACHE))));
    }

    /** How quality is measured. */
    public QualitySettings quality() {
        return MonitoringSettings.quality(this);
    }

    /** What is put up for review. */
    public ReviewSettings review() {
        return MonitoringSettings.review(this);
    }

    public static ConfigDef definition() {
        ConfigDef definition = ServiceConfig.definition();
        defineStreams(definition);
        InferenceSettings.define(definition);
        GpuSettings.define(definition);
        return MonitoringSettings.define(definition);
    }

    private static void defineStreams(ConfigDef definition) {
        definition
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        "headwater-classifier",
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Identifies the instances that share the work, and prefixes their internal topics.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        "data/streams",
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "Directory of the local stores. What is lost of it is restored from Kafka.")
                .define(
                        PROCESSING_GUARANTEE,
                        Type.STRING,
                        StreamsConfig.EXACTLY_ONCE_V2,
                        ValidString.in(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE),
                        Importance.MEDIUM,
                        "exactly_once_v2, or at_least_once: then a crash may repeat classifications.")
                .define(
                        PROFILE,
                        Type.STRING,
                        "balanced",
                        ValidString.in("latency", "balanced", "throughput"),
                        Importance.MEDIUM,
                        "What matters more: results soon, or as many as the machine can make. Sets the time between"
                                + " commits (10, 100 or 1000 ms), how long records wait to be sent together (0, 5 or 20 ms),"
                                + " and how many images of a partition are under way (16, 16 or 64).")
                .define(
                        COMMIT_INTERVAL_MS,
                        Type.INT,
                        0,
                        between(0, LONGEST_COMMIT_INTERVAL_MS),
                        Importance.MEDIUM,
                        "Time between commits, in milliseconds; 0 takes the profile's. With exactly_once_v2 readers see"
                                + " results at a commit: shorter means lower latency, longer a higher throughput.")
                .define(
                        STREAM_THREADS,
                        Type.INT,
                        1,
                        atLeast(1),
                        Importance.LOW,
                        "Threads that read and write records. Decoding and inference have threads of their own.")
                .define(
                        GROUP_INSTANCE_ID,
                        Type.STRING,
                        null,
                        Importance.LOW,
                        "A fixed name of this instance, so that a restart is not a rebalance. Unset, every start is a"
                                + " new member.")
                .define(
                        MAX_POLL_RECORDS,
                        Type.INT,
                        2_000,
                        atLeast(1),
                        Importance.LOW,
                        "Records taken from the consumer at a time; with image.worst.ms it gives"
                                + " max.poll.interval.ms.")
                .define(
                        JOIN_RETENTION_MS,
                        Type.LONG,
                        Duration.ofDays(7).toMillis(),
                        atLeast(1000),
                        Importance.MEDIUM,
                        "How long a prediction waits for feedback, and feedback for its prediction, in milliseconds.")
                .define(
                        STARTUP_TIMEOUT_MS,
                        Type.INT,
                        60_000,
                        atLeast(1000),
                        Importance.LOW,
                        "How long to wait for broker and registry at start, in milliseconds.");
    }
}
