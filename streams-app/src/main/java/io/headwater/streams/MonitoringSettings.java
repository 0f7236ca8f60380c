package io.headwater.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.streams.internal.quality.QualitySettings;
import io.headwater.streams.internal.review.ReviewSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of the classifier that say how quality is measured and what is put up for review. */
final class MonitoringSettings {

    private static final String QUALITY_WINDOW_MS = "quality.window.ms";
    private static final String QUALITY_DRIFT_MIN_PREDICTIONS = "quality.drift.min.predictions";
    private static final String QUALITY_DRIFT_THRESHOLD = "quality.drift.threshold";
    private static final String REVIEW_MAX_PER_MINUTE = "review.max.per.minute";
    private static final String REVIEW_MAX_MARGIN = "review.max.margin";
    private static final String REVIEW_DISAGREEMENT_CONFIDENCE = "review.disagreement.confidence";

    private static final int MOST_DRIFT_EXAMPLES = 20;

    private MonitoringSettings() {}

    static QualitySettings quality(ClassifierConfig config) {
        return new QualitySettings(
                config.modelName(),
                config.topics().images().name(),
                Duration.ofMillis(config.getLong(QUALITY_WINDOW_MS)),
                config.getInt(QUALITY_DRIFT_MIN_PREDICTIONS),
                config.getDouble(QUALITY_DRIFT_THRESHOLD),
                (int) Math.min(
                        MOST_DRIFT_EXAMPLES,
                        config.getInt(REVIEW_MAX_PER_MINUTE)
                                * Math.max(1, config.getLong(QUALITY_WINDOW_MS) / 60_000)));
    }

    static ReviewSettings review(ClassifierConfig config) {
        return new ReviewSettings(
                config.getInt(REVIEW_MAX_PER_MINUTE),
                config.topics().images().partitions(),
                config.getDouble(REVIEW_MAX_MARGIN).floatValue(),
                config.getDouble(REVIEW_DISAGREEMENT_CONFIDENCE).floatValue());
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
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
}
