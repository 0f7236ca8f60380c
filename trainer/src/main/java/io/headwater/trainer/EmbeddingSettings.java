package io.headwater.trainer;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.SessionOptions;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of the trainer that say how images are embedded. */
final class EmbeddingSettings {

    private EmbeddingSettings() {}

    static SessionOptions of(TrainerConfig config) {
        int threads = config.getInt(TrainerConfig.THREADS);
        int chosen = threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new SessionOptions(config.device(), chosen, config.getInt(TrainerConfig.EMBED_BATCH));
    }

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        TrainerConfig.DEVICE,
                        Type.STRING,
                        "auto",
                        new NonEmptyString(),
                        MEDIUM,
                        "Where images are embedded: auto, cpu or gpu:N. Heads are trained on the CPU.")
                .define(
                        TrainerConfig.THREADS,
                        Type.INT,
                        0,
                        atLeast(0),
                        LOW,
                        "Threads that embed images on a CPU; 0 takes half of the cores.")
                .define(
                        TrainerConfig.EMBED_BATCH,
                        Type.INT,
                        8,
                        between(1, 1024),
                        LOW,
                        "Images that are embedded in one run.");
    }
}
