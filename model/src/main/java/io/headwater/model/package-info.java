/**
 * The model package: what trainer and classifier agree on. A {@link io.headwater.model.Backbone} is cut out of any
 * ONNX classifier, {@link io.headwater.model.ModelPackager} puts a {@link io.headwater.model.Head} behind it, the files
 * lie in an {@link io.headwater.model.ArtifactStore}, {@link io.headwater.model.ImageDecoder} turns images into the
 * model's input, and {@link io.headwater.model.InferenceSession} runs it; {@link io.headwater.model.ModelSlot} swaps one
 * version for the next under load.
 */
package io.headwater.model;
