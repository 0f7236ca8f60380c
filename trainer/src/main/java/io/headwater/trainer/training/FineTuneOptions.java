package io.headwater.trainer.training;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of training the last layers of the backbone, a part of {@link TrainingOptions}. */
final class FineTuneOptions {

    static final String FROM = "fine-tune.from";
    static final String EPOCHS = "fine-tune.epochs";
    static final String BATCH_SIZE = "fine-tune.batch.size";
    static final String LEARNING_RATE = "fine-tune.learning.rate";

    private FineTuneOptions() {}

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        FROM,
                        Type.STRING,
                        "",
                        MEDIUM,
                        "Where the backbone is cut: what lies behind is trained with the head. A tensor of its ONNX graph,"
                                + " or last-N-blocks (residual blocks; convolutions in a plain network); empty trains the"
                                + " head alone.")
                .define(
                        EPOCHS,
                        Type.INT,
                        30,
                        between(1, 10_000),
                        LOW,
                        "Passes over the training samples when the backbone is trained too.")
                .define(BATCH_SIZE, Type.INT, 16, between(1, 4096), LOW, "Samples of one step of that.")
                .define(
                        LEARNING_RATE,
                        Type.DOUBLE,
                        1e-3,
                        between(1e-8, 1),
                        MEDIUM,
                        "Adam's learning rate for the backbone's weights at the start; the head keeps its own.");
    }
}
