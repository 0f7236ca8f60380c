package io.headwater.trainer.training;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.Augmentation;
import io.headwater.trainer.gate.GateRules;
import io.headwater.trainer.training.HyperParameters.ClassWeights;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The settings of one training and its gate: those that a retrain request may override. */
public final class TrainingOptions extends AbstractConfig {

    public static final String HIDDEN = "head.hidden";
    public static final String DROPOUT = "head.dropout";
    public static final String EPOCHS = "head.epochs";
    public static final String MAX_STEPS = "head.max.steps";
    public static final String BATCH_SIZE = "head.batch.size";
    public static final String LEARNING_RATE = "head.learning.rate";
    public static final String WEIGHT_DECAY = "head.weight.decay";
    public static final String LABEL_SMOOTHING = "head.label.smoothing";
    public static final String CLASS_WEIGHTS = "head.class.weights";
    public static final String PATIENCE = "head.patience";
    public static final String WARM_START = "head.warm.start";
    public static final String SEED = "head.seed";
    public static final String AUGMENT_VIEWS = AugmentOptions.VIEWS;
    public static final String FINE_TUNE_FROM = FineTuneOptions.FROM;
    public static final String FINE_TUNE_EPOCHS = FineTuneOptions.EPOCHS;
    public static final String FINE_TUNE_BATCH_SIZE = FineTuneOptions.BATCH_SIZE;
    public static final String FINE_TUNE_LEARNING_RATE = FineTuneOptions.LEARNING_RATE;
    public static final String MIN_SAMPLES_PER_LABEL = "train.min.samples.per.label";

    private TrainingOptions(Map<String, ?> values) {
        super(definition(), values, false);
    }

    /** Adds the settings to a definition, with their documentation. */
    public static ConfigDef definition() {
        return define(new ConfigDef());
    }

    /** Adds the settings to the given definition and returns it. */
    public static ConfigDef define(ConfigDef def) {
        return GateOptions.define(FineTuneOptions.define(AugmentOptions.define(defineTraining(def))));
    }

    private static ConfigDef defineTraining(ConfigDef def) {
        return def.define(
                        HIDDEN,
                        Type.INT,
                        128,
                        between(0, 8192),
                        HIGH,
                        "Units of the head's hidden layer; 0 trains a linear probe.")
                .define(
                        DROPOUT,
                        Type.DOUBLE,
                        0.5,
                        between(0, 0.9),
                        MEDIUM,
                        "Share of the hidden units left out of each training step.")
                .define(EPOCHS, Type.INT, 120, between(1, 10_000), MEDIUM, "Most passes over the training samples.")
                .define(
                        MAX_STEPS,
                        Type.INT,
                        2_000,
                        between(1, 10_000_000),
                        LOW,
                        "Most training steps: with many samples there are fewer passes over them.")
                .define(
                        BATCH_SIZE,
                        Type.INT,
                        64,
                        between(1, 65_536),
                        LOW,
                        "Samples of one training step. With more than 80 times as many samples, steps are eight times as large,"
                                + " eleven times fewer, and at sixteen times the learning rate.")
                .define(
                        LEARNING_RATE,
                        Type.DOUBLE,
                        1e-3,
                        between(1e-7, 1),
                        MEDIUM,
                        "Adam's learning rate at the start.")
                .define(WEIGHT_DECAY, Type.DOUBLE, 1.0, between(0, 10), LOW, "Adam's decoupled weight decay.")
                .define(
                        LABEL_SMOOTHING,
                        Type.DOUBLE,
                        0.0,
                        between(0, 0.5),
                        LOW,
                        "Share of a target's probability that is spread over all labels.")
                .define(
                        CLASS_WEIGHTS,
                        Type.STRING,
                        "balanced",
                        ValidString.in("balanced", "none"),
                        MEDIUM,
                        "balanced: every label counts the same, however rare; none: every sample counts the same.")
                .define(
                        PATIENCE,
                        Type.INT,
                        0,
                        between(0, 10_000),
                        LOW,
                        "Epochs without a higher accuracy on a tenth of the training samples before training stops early;"
                                + " 0 trains all epochs on all training samples. The hold-out is never looked at.")
                .define(WARM_START, Type.BOOLEAN, false, LOW, "Whether training begins with the champion's head.")
                .define(SEED, Type.LONG, 17L, LOW, "Seed of every random choice: the same data give the same head.")
                .define(
                        MIN_SAMPLES_PER_LABEL,
                        Type.INT,
                        2,
                        between(1, 1_000_000),
                        MEDIUM,
                        "Training samples that a label needs before it is learned; at least two labels must have them.");
    }

    /**
     * The settings of one run: those of the trainer with the request's overrides on top.
     *
     * @throws ConfigException an override is not one of these settings, or its value is not allowed
     */
    public static TrainingOptions of(AbstractConfig trainer, Map<String, String> overrides) {
        ConfigDef definition = definition();
        Map<String, Object> values = new TreeMap<>();
        definition.names().forEach(name -> values.put(name, trainer.values().get(name)));
        overrides.forEach((name, value) -> {
            if (!definition.names().contains(name)) {
                throw new ConfigException("Unknown override '" + name + "'. A request may set: "
                        + String.join(", ", new java.util.TreeSet<>(definition.names())));
            }
            values.put(name, value);
        });
        return new TrainingOptions(values);
    }

    public HyperParameters hyperParameters() {
        return new HyperParameters(
                getInt(HIDDEN),
                getDouble(DROPOUT),
                getInt(EPOCHS),
                getInt(MAX_STEPS),
                getInt(BATCH_SIZE),
                getDouble(LEARNING_RATE),
                getDouble(WEIGHT_DECAY),
                getDouble(LABEL_SMOOTHING),
                ClassWeights.valueOf(getString(CLASS_WEIGHTS).toUpperCase(Locale.ROOT)),
                getInt(PATIENCE),
                getBoolean(WARM_START),
                getLong(SEED));
    }

    /** Augmented views of each training image. */
    public int augmentViews() {
        return getInt(AUGMENT_VIEWS);
    }

    /** How views are made. */
    public Augmentation augmentation() {
        return AugmentOptions.augmentation(this);
    }

    /** Whether a part of the backbone is trained too. */
    public boolean isFineTuned() {
        return !fineTuneFrom().isEmpty();
    }

    /** Where the backbone is cut; empty trains the head alone. */
    public String fineTuneFrom() {
        return getString(FINE_TUNE_FROM).strip();
    }

    public GateRules gateRules() {
        return GateOptions.rules(this);
    }

    public int minSamplesPerLabel() {
        return getInt(MIN_SAMPLES_PER_LABEL);
    }

    /** Every setting as text, for a version's lineage. */
    public Map<String, String> asText() {
        Map<String, String> text = new TreeMap<>();
        values().forEach((name, value) -> text.put(name, String.valueOf(value)));
        return text;
    }
}
