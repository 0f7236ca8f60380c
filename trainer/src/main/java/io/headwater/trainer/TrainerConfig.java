package io.headwater.trainer;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ArtifactStores;
import io.headwater.model.Device;
import io.headwater.model.ImageSource;
import io.headwater.model.SessionOptions;
import io.headwater.service.ImageSettings;
import io.headwater.service.ServiceConfig;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Reservoir;
import io.headwater.trainer.internal.trigger.CronSchedule;
import io.headwater.trainer.training.TrainingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** Settings of the trainer. */
public final class TrainerConfig extends ServiceConfig {

    public static final String APPLICATION_ID = "trainer.application.id";
    public static final String DEVICE = "trainer.device";
    public static final String THREADS = "trainer.inference.threads";
    public static final String EMBED_BATCH = "trainer.embed.batch";
    public static final String FLUSH_SAMPLES = "dataset.flush.samples";
    public static final String FLUSH_INTERVAL = "dataset.flush.interval.ms";
    public static final String HOLDOUT_FRACTION = "dataset.holdout.fraction";
    public static final String MAX_SAMPLES = "dataset.max.samples";
    public static final String RETRAIN_CRON = "retrain.cron";
    public static final String RETRAIN_MIN_NEW_SAMPLES = "retrain.min.new.samples";
    public static final String RETRAIN_ON_ACCURACY_DROP = "retrain.on.accuracy.drop";
    public static final String RETRAIN_ACCURACY_MIN_LABELLED = "retrain.accuracy.min.labelled";
    public static final String RETRAIN_ON_DRIFT = "retrain.on.drift";
    public static final String RETRAIN_DRIFT_THRESHOLD = "retrain.drift.threshold";
    public static final String RETRAIN_DRIFT_MIN_PREDICTIONS = "retrain.drift.min.predictions";
    public static final String RETRAIN_COOL_DOWN = "retrain.cool.down.ms";
    public static final String CLASSIFIER_APPLICATION_ID = "classifier.application.id";
    public static final String RETRAIN_SETTLE = "retrain.settle.ms";
    public static final String PUBLISH_INT8 = "publish.int8";
    public static final String GATE_MAX_INT8_LOSS = "gate.max.int8.loss";
    public static final String SESSION_TIMEOUT = "trainer.session.timeout.ms";

    public TrainerConfig(Map<String, String> properties) {
        super(definition(), properties);
        schedule();
        device();
    }

    /** All settings of the trainer with their documentation. */
    public static ConfigDef definition() {
        ConfigDef def = ServiceConfig.definition()
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        "headwater-trainer",
                        new NonEmptyString(),
                        MEDIUM,
                        "Beginning of the trainer's consumer groups and transactional id; the model's name follows.")
                .define(
                        PUBLISH_INT8,
                        Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Whether versions are published with an int8 form, too, for classifiers with model.precision=int8."
                                + " Each hold-out image is embedded once more for it, by the int8 backbone.")
                .define(
                        GATE_MAX_INT8_LOSS,
                        Type.DOUBLE,
                        0.01,
                        between(0, 1),
                        LOW,
                        "How much less accurate than the float version its int8 form may be; above that it is not"
                                + " published. One hold-out sample is always allowed.")
                .define(
                        SESSION_TIMEOUT,
                        Type.INT,
                        10_000,
                        atLeast(1),
                        LOW,
                        "Time after which a stand-by takes over from a trainer that is gone, in milliseconds.");
        return TrainingOptions.define(TriggerSettings.define(DatasetSettings.define(EmbeddingSettings.define(def))));
    }

    /** Group whose member with the requests' partition is the one that works. */
    public String requestGroup() {
        return getString(APPLICATION_ID) + "-" + modelName();
    }

    /** Group that the offsets of the dataset are committed for, so that its lag can be watched. */
    public String datasetGroup() {
        return requestGroup() + "-dataset";
    }

    public String transactionalId() {
        return requestGroup();
    }

    public Device device() {
        try {
            return Device.parse(getString(DEVICE));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(DEVICE, getString(DEVICE), e.getMessage());
        }
    }

    /** How images are embedded. */
    public SessionOptions sessionOptions() {
        return EmbeddingSettings.of(this);
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
     * Where datasets and models are kept; the caller closes it.
     *
     * @throws ConfigException {@code artifact.store} is none
     */
    public ArtifactStore openArtifactStore() {
        return checked(() -> ArtifactStores.open(getString(ARTIFACT_STORE), Path.of(getString(ARTIFACT_CACHE))));
    }

    public HoldoutSplit holdout() {
        return DatasetSettings.holdout(this);
    }

    /** Which samples stay in the dataset. */
    public Reservoir reservoir() {
        return DatasetSettings.reservoir(this);
    }

    /** When to retrain; empty for never. */
    public Optional<CronSchedule> schedule() {
        String expression = getString(RETRAIN_CRON).strip();
        return expression.isEmpty() ? Optional.empty() : Optional.of(CronSchedule.parse(RETRAIN_CRON, expression));
    }

    public Duration duration(String key) {
        return Duration.ofMillis(((Number) values().get(key)).longValue());
    }

    /** Settings of a consumer that reads committed records as bytes and commits nothing on its own. */
    public Map<String, Object> consumer() {
        Map<String, Object> consumer = new HashMap<>(kafkaClient());
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return consumer;
    }
}
