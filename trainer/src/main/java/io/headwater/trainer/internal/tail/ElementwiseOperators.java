package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/** Activations, arithmetic and what changes nothing. */
final class ElementwiseOperators {

    static final Map<String, Operator> ALL = new HashMap<>();

    static {
        ALL.put("Add", frame -> arithmetic(frame, NDArray::add, Long::sum));
        ALL.put("Sub", frame -> arithmetic(frame, NDArray::sub, (a, b) -> a - b));
        ALL.put("Mul", frame -> arithmetic(frame, NDArray::mul, (a, b) -> a * b));
        ALL.put("Div", frame -> arithmetic(frame, NDArray::div, (a, b) -> a / b));
        ALL.put("Relu", frame -> frame.put(Activation.relu(frame.array(0))));
        ALL.put("Sigmoid", frame -> frame.put(Activation.sigmoid(frame.array(0))));
        ALL.put("Tanh", frame -> frame.put(Activation.tanh(frame.array(0))));
        ALL.put("LeakyRelu", frame -> frame.put(Activation.leakyRelu(frame.array(0), frame.number("alpha", 0.01f))));
        ALL.put("Clip", ElementwiseOperators::clip);
        ALL.put("HardSigmoid", ElementwiseOperators::hardSigmoid);
        ALL.put("HardSwish", ElementwiseOperators::hardSwish);
        ALL.put("Identity", ElementwiseOperators::unchanged);
        ALL.put("Dropout", ElementwiseOperators::unchanged);
        ALL.put("Cast", ElementwiseOperators::cast);
    }

    private ElementwiseOperators() {}

    private static void arithmetic(Frame frame, BinaryOperator<NDArray> arrays, LongBinaryOperator integers) {
        if (frame.isInteger(0) && frame.isInteger(1)) {
            frame.put(frame.integers(0).combine(frame.integers(1), integers));
        } else {
            frame.put(arrays.apply(frame.array(0), frame.array(1)));
        }
    }

    private static void clip(Frame frame) {
        frame.put(
                frame.array(0).clip(frame.scalar("min", 1, -Float.MAX_VALUE), frame.scalar("max", 2, Float.MAX_VALUE)));
    }

    private static void hardSigmoid(Frame frame) {
        frame.put(frame.array(0)
                .mul(frame.number("alpha", 0.2f))
                .add(frame.number("beta", 0.5f))
                .clip(0f, 1f));
    }

    private static void hardSwish(Frame frame) {
        NDArray input = frame.array(0);
        frame.put(input.mul(input.div(6f).add(0.5f).clip(0f, 1f)));
    }

    private static void unchanged(Frame frame) {
        if (frame.isInteger(0)) {
            frame.put(frame.integers(0));
        } else {
            frame.put(frame.array(0));
        }
    }

    /** Between whole numbers, or from float to float. */
    private static void cast(Frame frame) {
        DataType to = DataType.forNumber((int) frame.integer("to", 0));
        boolean whole = to == DataType.INT64 || to == DataType.INT32;
        if (frame.isInteger(0) ? !whole : to != DataType.FLOAT) {
            throw new IllegalArgumentException("a Cast to " + to + " is not supported here");
        }
        unchanged(frame);
    }
}
