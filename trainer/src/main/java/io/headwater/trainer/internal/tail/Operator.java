package io.headwater.trainer.internal.tail;

/** An ONNX operator in terms of DJL's arrays. */
@FunctionalInterface
interface Operator {

    /**
     * Computes the node's first output and puts it into the frame.
     *
     * @throws IllegalArgumentException the node uses the operator in a way that is not supported
     */
    void run(Frame frame);
}
