package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Map;

/** One node in the middle of a run: what it reads, and where its output goes. */
final class Frame {

    private final NodeProto node;
    private final NDManager manager;
    private final Map<String, NDArray> arrays;
    private final Map<String, IntTensor> integers;

    Frame(NodeProto node, NDManager manager, Map<String, NDArray> arrays, Map<String, IntTensor> integers) {
        this.node = node;
        this.manager = manager;
        this.arrays = arrays;
        this.integers = integers;
    }

    NodeProto node() {
        return node;
    }

    /** The manager of everything that this run makes. */
    NDManager manager() {
        return manager;
    }

    int inputs() {
        return node.getInputCount();
    }

    boolean has(int input) {
        return input < inputs() && !node.getInput(input).isEmpty();
    }

    NDArray array(int input) {
        NDArray value = has(input) ? arrays.get(node.getInput(input)) : null;
        if (value == null) {
            throw new IllegalArgumentException("its input " + input + " is no float tensor");
        }
        return value;
    }

    NDArray arrayOrNull(int input) {
        return has(input) ? array(input) : null;
    }

    boolean isInteger(int input) {
        return has(input) && integers.containsKey(node.getInput(input));
    }

    IntTensor integers(int input) {
        if (!isInteger(input)) {
            throw new IllegalArgumentException("its input " + input + " is not made of whole numbers");
        }
        return integers.get(node.getInput(input));
    }

    /** Whole numbers that are an attribute in old opsets and an input in new ones; null where there are none. */
    long[] integers(String attribute, int input) {
        if (has(input)) {
            return integers(input).values();
        }
        return list(attribute, null);
    }

    /** A float that is an attribute in old opsets and an input in new ones. */
    float scalar(String attribute, int input, float fallback) {
        return has(input) ? array(input).toFloatArray()[0] : number(attribute, fallback);
    }

    private AttributeProto attribute(String name) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute;
            }
        }
        return null;
    }

    long integer(String name, long fallback) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? fallback : attribute.getI();
    }

    float number(String name, float fallback) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? fallback : attribute.getF();
    }

    String text(String name, String fallback) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? fallback : attribute.getS().toStringUtf8();
    }

    /** An attribute of whole numbers. */
    long[] list(String name, long[] fallback) {
        AttributeProto attribute = attribute(name);
        return attribute == null
                ? fallback
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** A tensor in an attribute, or null. */
    TensorProto tensor(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? null : attribute.getT();
    }

    void put(NDArray value) {
        arrays.put(node.getOutput(0), value);
    }

    void put(IntTensor value) {
        integers.put(node.getOutput(0), value);
    }
}
