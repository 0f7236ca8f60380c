package io.headwater.trainer;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of the trainer that say when to retrain. */
final class TriggerSettings {

    private TriggerSettings() {}

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        TrainerConfig.RETRAIN_CRON,
                        Type.STRING,
                        "",
                        MEDIUM,
                        "When to retrain, as a cron expression of five fields in UTC, such as 0 3 * * *; empty for"
                                + " never.")
                .define(
                        TrainerConfig.RETRAIN_MIN_NEW_SAMPLES,
                        Type.INT,
                        0,
                        atLeast(0),
                        HIGH,
                        "New samples since the last version that ask for the next one; 0 for never.")
                .define(
                        TrainerConfig.CLASSIFIER_APPLICATION_ID,
                        Type.STRING,
                        "headwater-classifier",
                        new NonEmptyString(),
                        LOW,
                        "The classifier's application.id: its progress tells whether feedback sent before a request has"
                                + " become samples.")
                .define(
                        TrainerConfig.RETRAIN_SETTLE,
                        Type.LONG,
                        10_000L,
                        atLeast(0),
                        LOW,
                        "How long a retraining waits for the classifier to take in what was sent before the request, while"
                                + " it does not get on, in milliseconds.")
                .define(
                        TrainerConfig.RETRAIN_ON_ACCURACY_DROP,
                        Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Whether to retrain when the champion's accuracy against feedback falls more than three standard"
                                + " errors below what it was before (the lower limit of a p-chart).")
                .define(
                        TrainerConfig.RETRAIN_ACCURACY_MIN_LABELLED,
                        Type.INT,
                        50,
                        atLeast(10),
                        LOW,
                        "Labels that accuracy is compared over: windows are put together until there are as many.")
                .define(
                        TrainerConfig.RETRAIN_ON_DRIFT,
                        Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Whether to retrain when the champion predicts its labels in other shares than at first. It helps"
                                + " where labels keep coming: without new ones the next version is no better.")
                .define(
                        TrainerConfig.RETRAIN_DRIFT_THRESHOLD,
                        Type.DOUBLE,
                        0.25,
                        atLeast(0),
                        LOW,
                        "Population stability index from which predictions count as drifted. By the usual rule 0.25 and"
                                + " more is a large change; with few predictions more is asked for, beyond chance.")
                .define(
                        TrainerConfig.RETRAIN_DRIFT_MIN_PREDICTIONS,
                        Type.INT,
                        500,
                        atLeast(1),
                        LOW,
                        "Predictions that a window must have to be looked at for drift.")
                .define(
                        TrainerConfig.RETRAIN_COOL_DOWN,
                        Type.LONG,
                        600_000L,
                        atLeast(0),
                        LOW,
                        "Shortest time between two retrainings of the same champion for accuracy, and for drift, in"
                                + " milliseconds.");
    }
}
