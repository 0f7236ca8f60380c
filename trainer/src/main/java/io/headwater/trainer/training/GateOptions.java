package io.headwater.trainer.training;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.trainer.gate.GateRules;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of the gate, a part of {@link TrainingOptions}. */
final class GateOptions {

    static final String MIN_IMPROVEMENT = "gate.min.improvement";
    static final String MAX_RECALL_DROP = "gate.max.recall.drop";
    static final String MIN_CLASS_SUPPORT = "gate.min.class.support";
    static final String MIN_HOLDOUT = "gate.min.holdout";
    static final String SIGNIFICANCE = "gate.significance";

    private GateOptions() {}

    static GateRules rules(AbstractConfig config) {
        return new GateRules(
                config.getDouble(MIN_IMPROVEMENT),
                config.getDouble(MAX_RECALL_DROP),
                config.getInt(MIN_CLASS_SUPPORT),
                config.getInt(MIN_HOLDOUT),
                config.getDouble(SIGNIFICANCE));
    }

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        MIN_IMPROVEMENT,
                        Type.DOUBLE,
                        0.0,
                        between(-1, 1),
                        MEDIUM,
                        "How much more accurate than the champion a candidate must be. Negative tolerates a loss as"
                                + " long as the paired test does not call the candidate worse.")
                .define(
                        MAX_RECALL_DROP,
                        Type.DOUBLE,
                        0.1,
                        between(0, 1),
                        MEDIUM,
                        "How much the recall of a label may fall. A fall counts only where it is more than chance.")
                .define(
                        MIN_CLASS_SUPPORT,
                        Type.INT,
                        20,
                        between(1, 1_000_000),
                        LOW,
                        "Hold-out samples that a label needs before its recall is looked at.")
                .define(
                        MIN_HOLDOUT,
                        Type.INT,
                        20,
                        between(0, 1_000_000),
                        LOW,
                        "Hold-out samples below which a decision says that they are few.")
                .define(
                        SIGNIFICANCE,
                        Type.DOUBLE,
                        0.05,
                        between(0, 1),
                        LOW,
                        "Probability below which a difference is not put down to chance.");
    }
}
