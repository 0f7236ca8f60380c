package io.headwater.trainer.internal.tail;

import java.util.HashMap;
import java.util.Map;

/** The operators that a trainable tail may hold, by their ONNX name. */
final class Operators {

    private static final Map<String, Operator> ALL = new HashMap<>();

    static {
        ALL.putAll(LayerOperators.ALL);
        ALL.putAll(PoolOperators.ALL);
        ALL.putAll(ElementwiseOperators.ALL);
        ALL.putAll(ShapeOperators.ALL);
        ALL.putAll(PartOperators.ALL);
    }

    private Operators() {}

    /** The operator of that name; null where it is not supported. */
    static Operator find(String name) {
        return ALL.get(name);
    }
}
