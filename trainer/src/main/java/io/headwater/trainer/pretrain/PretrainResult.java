package io.headwater.trainer.pretrain;

import java.nio.file.Path;

/**
 * What pre-training wrote, and how well the network did on fresh pictures.
 *
 * @param model the ONNX file
 * @param properties how to feed it
 * @param parameters trainable numbers in the network without its classifier
 * @param embeddingSize length of the feature vector
 * @param categoryAccuracy on pictures generated from another seed
 * @param colourAccuracy of the foreground's colour, on the same pictures
 * @param steps optimizer steps made
 * @param trainSeconds what they took
 */
public record PretrainResult(
        Path model,
        Path properties,
        long parameters,
        int embeddingSize,
        double categoryAccuracy,
        double colourAccuracy,
        int steps,
        double trainSeconds) {}
