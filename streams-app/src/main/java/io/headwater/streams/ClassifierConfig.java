package io.headwater.streams;

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
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

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
        ProcessingSettings.define(definition);
        InferenceSettings.define(definition);
        GpuSettings.define(definition);
        return MonitoringSettings.define(definition);
    }
}
