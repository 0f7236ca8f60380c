package io.headwater.model;

/**
 * A version that is loaded and ready.
 *
 * @param version the model version
 * @param epoch of the alias that named it
 * @param session the loaded model
 */
public record ServedModel(int version, long epoch, InferenceSession session) {}
