/**
 * Unfreezing: the tail of a backbone's ONNX graph is trained together with the head, on cached activations of its frozen
 * front, and its new weights are written back into the ONNX.
 */
package io.headwater.trainer.finetune;
