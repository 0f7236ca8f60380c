package io.headwater.trainer.finetune;

import static io.headwater.model.testing.OnnxBuilder.integer;
import static io.headwater.model.testing.OnnxBuilder.ints;

import io.headwater.model.testing.OnnxBuilder;
import java.util.List;

/** Networks of few channels, random weights and a few residual blocks, with the operators of a family's exports. */
enum Miniature {
    /** Bottlenecks with batch normalisation, a convolution on one shortcut; as torchvision exports it. */
    RESNET {
        @Override
        OnnxBuilder build() {
            OnnxBuilder onnx = new OnnxBuilder(7, 13).input("input", "batch", 3, SIZE, SIZE);
            String x = relu(onnx, norm(onnx, onnx.conv("input", 3, 8, 7, 2, 1), 8));
            x = onnx.node(
                    "MaxPool", List.of(x), ints("kernel_shape", 3, 3), ints("strides", 2, 2), ints("pads", 1, 1, 1, 1));
            x = relu(onnx, onnx.node("Add", List.of(bottleneck(onnx, x, 8, 16, 2), onnx.conv(x, 8, 16, 1, 2, 1))));
            x = relu(onnx, onnx.node("Add", List.of(bottleneck(onnx, x, 16, 16, 1), x)));
            x = relu(onnx, onnx.node("Add", List.of(bottleneck(onnx, x, 16, 16, 1), x)));
            return classifier(onnx, onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x)))), 16);
        }
    },
    /** Swish as Sigmoid and Mul, squeeze and excitation by 1×1 convolutions; as torchvision exports it. */
    EFFICIENT_NET {
        @Override
        OnnxBuilder build() {
            OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input", "batch", 3, SIZE, SIZE);
            String x = swish(onnx, onnx.conv("input", 3, 8, 3, 2, 1));
            for (int block = 0; block < 2; block++) {
                String wide = swish(onnx, onnx.conv(x, 8, 16, 1, 1, 1));
                String depthwise = swish(onnx, onnx.conv(wide, 16, 16, 3, 1, 16));
                String squeezed =
                        onnx.node("ReduceMean", List.of(depthwise), ints("axes", 2, 3), integer("keepdims", 1));
                String gate = onnx.node(
                        "Sigmoid",
                        List.of(onnx.conv(swish(onnx, onnx.conv(squeezed, 16, 4, 1, 1, 1)), 4, 16, 1, 1, 1)));
                String excited = onnx.node("Mul", List.of(gate, depthwise));
                x = onnx.node("Add", List.of(onnx.conv(excited, 16, 8, 1, 1, 1), x));
            }
            x = swish(onnx, onnx.conv(x, 8, 24, 1, 1, 1));
            return classifier(onnx, onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x)))), 24);
        }
    },
    /** Channels last at the input, a gate that is reshaped, MatMul and Add at the end; as tf2onnx exports Keras. */
    EFFICIENT_NET_OF_KERAS {
        @Override
        OnnxBuilder build() {
            OnnxBuilder onnx = new OnnxBuilder(8, 13).input("input_1", "unk__1", SIZE, SIZE, 3);
            String x = onnx.node("Transpose", List.of("input_1"), ints("perm", 0, 3, 1, 2));
            x = swish(onnx, onnx.conv(x, 3, 8, 3, 2, 1));
            for (int block = 0; block < 2; block++) {
                String wide = swish(onnx, norm(onnx, onnx.conv(x, 8, 16, 1, 1, 1), 16));
                String depthwise = swish(onnx, onnx.conv(wide, 16, 16, 3, 1, 16));
                String mean = onnx.node("ReduceMean", List.of(depthwise), ints("axes", 2, 3), integer("keepdims", 0));
                String gate = onnx.node("Reshape", List.of(mean, onnx.longs("gate_shape_" + block, -1, 16, 1, 1)));
                gate = onnx.node(
                        "Sigmoid", List.of(onnx.conv(swish(onnx, onnx.conv(gate, 16, 4, 1, 1, 1)), 4, 16, 1, 1, 1)));
                x = onnx.node("Add", List.of(onnx.conv(onnx.node("Mul", List.of(depthwise, gate)), 16, 8, 1, 1, 1), x));
            }
            x = swish(onnx, onnx.conv(x, 8, 24, 1, 1, 1));
            String features = onnx.node("ReduceMean", List.of(x), ints("axes", 2, 3), integer("keepdims", 0));
            String logits = onnx.node("MatMul", List.of(features, onnx.weights(0.3f, 24, CLASSES)));
            onnx.node(
                    "Softmax", List.of(onnx.node("Add", List.of(logits, onnx.weights(0.1f, CLASSES)))), "predictions");
            return onnx.output("predictions", "unk__1", CLASSES);
        }
    },
    /** HardSwish, HardSigmoid in the gate, a dense layer before the classifier; as torchvision exports it. */
    MOBILE_NET_V3 {
        @Override
        OnnxBuilder build() {
            OnnxBuilder onnx = new OnnxBuilder(8, 14).input("input", "batch", 3, SIZE, SIZE);
            String x = hardSwish(onnx, onnx.conv("input", 3, 8, 3, 2, 1));
            for (int block = 0; block < 2; block++) {
                String wide = hardSwish(onnx, onnx.conv(x, 8, 16, 1, 1, 1));
                String depthwise = hardSwish(onnx, onnx.conv(wide, 16, 16, 5, 1, 16));
                String squeezed = onnx.node("GlobalAveragePool", List.of(depthwise));
                squeezed = relu(onnx, onnx.conv(squeezed, 16, 4, 1, 1, 1));
                String gate = onnx.node("HardSigmoid", List.of(onnx.conv(squeezed, 4, 16, 1, 1, 1)));
                x = onnx.node("Add", List.of(onnx.conv(onnx.node("Mul", List.of(gate, depthwise)), 16, 8, 1, 1, 1), x));
            }
            x = hardSwish(onnx, onnx.conv(x, 8, 24, 1, 1, 1));
            x = onnx.node("Flatten", List.of(onnx.node("GlobalAveragePool", List.of(x))));
            x = onnx.node("Gemm", List.of(x, onnx.weights(0.3f, 32, 24), onnx.weights(0.1f, 32)), integer("transB", 1));
            return classifier(onnx, hardSwish(onnx, x), 32);
        }
    };

    static final int SIZE = 32;

    private static final int CLASSES = 10;

    /** From a batch of images, scaled to -1 to 1, to scores. */
    abstract OnnxBuilder build();

    private static String relu(OnnxBuilder onnx, String x) {
        return onnx.node("Relu", List.of(x));
    }

    private static String swish(OnnxBuilder onnx, String x) {
        return onnx.node("Mul", List.of(x, onnx.node("Sigmoid", List.of(x))));
    }

    private static String hardSwish(OnnxBuilder onnx, String x) {
        return onnx.node("HardSwish", List.of(x));
    }

    private static String norm(OnnxBuilder onnx, String x, int channels) {
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 1 + i % 3;
        }
        return onnx.node(
                "BatchNormalization",
                List.of(
                        x,
                        onnx.weights(1, channels),
                        onnx.weights(0.1f, channels),
                        onnx.weights(0.1f, channels),
                        onnx.floats("variance_of_" + x, variance, channels)));
    }

    private static String bottleneck(OnnxBuilder onnx, String x, int from, int to, int stride) {
        String narrow = relu(onnx, norm(onnx, onnx.conv(x, from, 8, 1, 1, 1), 8));
        String middle = relu(onnx, norm(onnx, onnx.conv(narrow, 8, 8, 3, stride, 1), 8));
        return norm(onnx, onnx.conv(middle, 8, to, 1, 1, 1), to);
    }

    private static OnnxBuilder classifier(OnnxBuilder onnx, String features, int size) {
        List<String> inputs = List.of(features, onnx.weights(0.3f, CLASSES, size), onnx.weights(0.1f, CLASSES));
        onnx.node("Gemm", inputs, "logits", integer("transB", 1));
        return onnx.output("logits", "batch", CLASSES);
    }
}
