package io.headwater.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of the classifier that say how images are decoded and classified. */
final class InferenceSettings {

    private InferenceSettings() {}

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ClassifierConfig.DEVICE,
                        Type.STRING,
                        "auto",
                        Importance.HIGH,
                        "What inference runs on: auto (a GPU where there is one), cpu, or gpu:N.")
                .define(
                        ClassifierConfig.DECODE_THREADS,
                        Type.INT,
                        0,
                        atLeast(0),
                        Importance.LOW,
                        "Threads that decode images, and on a CPU run the model on them; 0 takes one a core.")
                .define(
                        ClassifierConfig.INFERENCE_THREADS,
                        Type.INT,
                        0,
                        atLeast(0),
                        Importance.LOW,
                        "Threads that call a GPU; 0 takes one. On a CPU the threads that decode run the model.")
                .define(
                        ClassifierConfig.BATCH_MAX_SIZE,
                        Type.INT,
                        0,
                        between(0, 1024),
                        Importance.MEDIUM,
                        "Images of a batch at most; 0 takes 64 on a GPU, and on a CPU what makes a run of some"
                                + " milliseconds: one or two images of a large network, 32 of a small one.")
                .define(
                        ClassifierConfig.BATCH_LINGER_MS,
                        Type.INT,
                        0,
                        between(0, 1000),
                        Importance.LOW,
                        "How long an idle GPU waits for a batch to fill, in milliseconds. Under load batches fill while"
                                + " the GPU is busy.")
                .define(
                        ClassifierConfig.MAX_IN_FLIGHT,
                        Type.INT,
                        0,
                        between(0, 10_000),
                        Importance.MEDIUM,
                        "Images of one partition that a commit waits for, at most; 0 takes the profile's. Work on those"
                                + " behind them goes on meanwhile.")
                .define(
                        ClassifierConfig.TOP_K,
                        Type.INT,
                        5,
                        between(1, 100),
                        Importance.LOW,
                        "Labels that a classification names, the most probable ones.")
                .define(
                        ClassifierConfig.IMAGE_WORST_MS,
                        Type.INT,
                        200,
                        atLeast(1),
                        Importance.LOW,
                        "Longest time that decoding and classifying one image may take on a thread, in milliseconds."
                                + " max.poll.interval.ms and transaction.timeout.ms follow from it.");
    }
}
