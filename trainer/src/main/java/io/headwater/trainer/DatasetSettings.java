package io.headwater.trainer;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Reservoir;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of the trainer that say how samples are collected, held out and kept. */
final class DatasetSettings {

    private DatasetSettings() {}

    static HoldoutSplit holdout(AbstractConfig config) {
        return new HoldoutSplit(config.getDouble(TrainerConfig.HOLDOUT_FRACTION));
    }

    static Reservoir reservoir(AbstractConfig config) {
        return new Reservoir(config.getInt(TrainerConfig.MAX_SAMPLES), holdout(config));
    }

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        TrainerConfig.FLUSH_SAMPLES,
                        Type.INT,
                        500,
                        atLeast(1),
                        LOW,
                        "Samples that are fetched, embedded and written to the dataset together.")
                .define(
                        TrainerConfig.FLUSH_INTERVAL,
                        Type.LONG,
                        2_000L,
                        atLeast(0),
                        LOW,
                        "Longest time that a sample waits for others before it is taken into the dataset, in"
                                + " milliseconds.")
                .define(
                        TrainerConfig.HOLDOUT_FRACTION,
                        Type.DOUBLE,
                        0.2,
                        between(0, 0.9),
                        HIGH,
                        "Share of the samples that is held out to judge versions with, chosen by a hash of the event id"
                                + " and never trained on. Raising it later holds out samples that older versions were"
                                + " trained on.")
                .define(
                        TrainerConfig.MAX_SAMPLES,
                        Type.INT,
                        100_000,
                        atLeast(0),
                        MEDIUM,
                        "Most samples of the dataset, hold-out included; 0 for no bound. Above it labels share the room"
                                + " evenly: rare ones keep all their samples, of frequent ones a random choice by a hash"
                                + " of the event id stays.");
    }
}
