package io.headwater.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.Precision;
import io.headwater.service.ServiceConfig;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.streams.internal.quality.QualitySettings;
import io.headwater.streams.internal.review.ReviewSettings;
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
    public static final String DECODE_THREADS = "decode.threads";
    public static final String INFERENCE_THREADS = "inference.threads";
    public static final String BATCH_MAX_SIZE = "batch.max.size";
    public static final String BATCH_LINGER_MS = "batch.linger.ms";
    public static final String TOP_K = "top.k";
    public static final String IMAGE_WORST_MS = "image.worst.ms";
    public static final String IMAGE_MAX_PIXELS = "image.max.pixels";
    public static final String IMAGE_URI_ALLOW = "image.uri.allow";
    public static final String IMAGE_URI_TIMEOUT_MS = "image.uri.timeout.ms";
    public static final String IMAGE_URI_RETRY_MS = "image.uri.retry.ms";
    public static final String JOIN_RETENTION_MS = "join.retention.ms";
    public static final String STARTUP_TIMEOUT_MS = "startup.timeout.ms";
    public static final String QUALITY_WINDOW_MS = "quality.window.ms";
    public static final String QUALITY_DRIFT_MIN_PREDICTIONS = "quality.drift.min.predictions";
    public static final String QUALITY_DRIFT_THRESHOLD = "quality.drift.threshold";
    public static final String REVIEW_MAX_PER_MINUTE = "review.max.per.minute";
    public static final String REVIEW_MAX_MARGIN = "review.max.margin";
    public static final String REVIEW_DISAGREEMENT_CONFIDENCE = "review.disagreement.confidence";

    private static final long DEFAULT_MAX_PIXELS = 50_000_000L;
    private static final int MOST_DRIFT_EXAMPLES = 20;

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

    /** How quality is measured. */
    public QualitySettings quality() {
        return new QualitySettings(
                modelName(),
                topics().images().name(),
                Duration.ofMillis(getLong(QUALITY_WINDOW_MS)),
                getInt(QUALITY_DRIFT_MIN_PREDICTIONS),
                getDouble(QUALITY_DRIFT_THRESHOLD),
                (int) Math.min(
                        MOST_DRIFT_EXAMPLES,
                        getInt(REVIEW_MAX_PER_MINUTE) * Math.max(1, getLong(QUALITY_WINDOW_MS) / 60_000)));
    }

    /** What is put up for review. */
    public ReviewSettings review() {
        return new ReviewSettings(
                getInt(REVIEW_MAX_PER_MINUTE),
                topics().images().partitions(),
                getDouble(REVIEW_MAX_MARGIN).floatValue(),
                getDouble(REVIEW_DISAGREEMENT_CONFIDENCE).floatValue());
    }

    public static ConfigDef definition() {
        ConfigDef definition = ServiceConfig.definition();
        defineStreams(definition);
        defineInference(definition);
        GpuSettings.define(definition);
        defineQuality(definition);
        return defineImages(definition);
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
                        atLeast(0),
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

    private static void defineInference(ConfigDef definition) {
        definition
                .define(
                        DEVICE,
                        Type.STRING,
                        "auto",
                        Importance.HIGH,
                        "What inference runs on: auto (a GPU where there is one), cpu, or gpu:N.")
                .define(
                        DECODE_THREADS,
                        Type.INT,
                        0,
                        atLeast(0),
                        Importance.LOW,
                        "Threads that decode images, and on a CPU run the model on them; 0 takes one a core.")
                .define(
                        INFERENCE_THREADS,
                        Type.INT,
                        0,
                        atLeast(0),
                        Importance.LOW,
                        "Threads that call a GPU; 0 takes one. On a CPU the threads that decode run the model.")
                .define(
                        BATCH_MAX_SIZE,
                        Type.INT,
                        0,
                        between(0, 1024),
                        Importance.MEDIUM,
                        "Images of a batch at most; 0 takes 64 on a GPU, and on a CPU what makes a run of some"
                                + " milliseconds: one or two images of a large network, 32 of a small one.")
                .define(
                        BATCH_LINGER_MS,
                        Type.INT,
                        0,
                        between(0, 1000),
                        Importance.LOW,
                        "How long an idle GPU waits for a batch to fill, in milliseconds. Under load batches fill while"
                                + " the GPU is busy.")
                .define(
                        MAX_IN_FLIGHT,
                        Type.INT,
                        0,
                        between(0, 10_000),
                        Importance.MEDIUM,
                        "Images of one partition that a commit waits for, at most; 0 takes the profile's. Work on those"
                                + " behind them goes on meanwhile.")
                .define(
                        TOP_K,
                        Type.INT,
                        5,
                        between(1, 100),
                        Importance.LOW,
                        "Labels that a classification names, the most probable ones.")
                .define(
                        IMAGE_WORST_MS,
                        Type.INT,
                        200,
                        atLeast(1),
                        Importance.LOW,
                        "Longest time that decoding and classifying one image may take on a thread, in milliseconds."
                                + " max.poll.interval.ms and transaction.timeout.ms follow from it.");
    }

    private static void defineQuality(ConfigDef definition) {
        definition
                .define(
                        QUALITY_WINDOW_MS,
                        Type.LONG,
                        Duration.ofMinutes(1).toMillis(),
                        atLeast(1000),
                        Importance.MEDIUM,
                        "Length of the windows that predictions and labels are counted in, in milliseconds. The fewer"
                                + " images a minute, the longer it should be.")
                .define(
                        QUALITY_DRIFT_MIN_PREDICTIONS,
                        Type.INT,
                        200,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Predictions that a drift score needs, in its window and in the version's first windows that it"
                                + " is compared with.")
                .define(
                        QUALITY_DRIFT_THRESHOLD,
                        Type.DOUBLE,
                        0.25,
                        atLeast(0),
                        Importance.MEDIUM,
                        "Drift score, a population stability index, from which events of the window are put up for"
                                + " review. By the usual rule 0.25 and more is a large change.")
                .define(
                        REVIEW_MAX_PER_MINUTE,
                        Type.INT,
                        60,
                        between(0, 100_000),
                        Importance.MEDIUM,
                        "Events a minute that are put up for review for each reason, at most, shared equally by the"
                                + " partitions; 0 for none.")
                .define(
                        REVIEW_MAX_MARGIN,
                        Type.DOUBLE,
                        0.5,
                        between(0, 1),
                        Importance.LOW,
                        "Largest margin between the two best probabilities of an event that is put up for review.")
                .define(
                        REVIEW_DISAGREEMENT_CONFIDENCE,
                        Type.DOUBLE,
                        0.9,
                        between(0, 1),
                        Importance.LOW,
                        "Probability from which a prediction that a label contradicts is put up for review.");
    }

    private static ConfigDef defineImages(ConfigDef definition) {
        return definition
                .define(
                        IMAGE_MAX_PIXELS,
                        Type.LONG,
                        DEFAULT_MAX_PIXELS,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Largest width times height of an image; larger ones become dead letters before they are"
                                + " decoded.")
                .define(
                        IMAGE_URI_ALLOW,
                        Type.LIST,
                        "",
                        ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                        Importance.MEDIUM,
                        "What the uri of an image event may start with, separated by commas. Empty: images by uri are"
                                + " not fetched.")
                .define(
                        IMAGE_URI_TIMEOUT_MS,
                        Type.INT,
                        10_000,
                        atLeast(1),
                        Importance.LOW,
                        "Time for one try to fetch an image, in milliseconds.")
                .define(
                        IMAGE_URI_RETRY_MS,
                        Type.INT,
                        30_000,
                        atLeast(0),
                        Importance.LOW,
                        "How long fetching an image is tried again while its server has a fault that may pass, in"
                                + " milliseconds; then it becomes a dead letter.");
    }
}
