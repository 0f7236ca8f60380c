package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.headwater.model.internal.onnx.OnnxNodes;
import io.headwater.model.internal.onnx.OnnxTensors;
import io.headwater.model.internal.onnx.TensorNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Weights and bias of one layer as integers: weights symmetric with a scale per output channel, the bias with the product
 * of that and the input's scale, so that the layer adds it to its 32-bit sums as it is.
 */
final class QuantisedWeights {

    private static final int LARGEST = 127;
    /** Where a bias would need more than half of its 32 bits' range, the channel's weights get a coarser scale. */
    private static final double LARGEST_BIAS = 1 << 30;

    private final String name;
    private final long[] dims;
    private final int axis;
    private final int groups;
    private final float[] weights;
    private final float[] bias;
    private final float inputScale;
    private final float[] scales;

    /**
     * @param node a Conv, Gemm or MatMul; the names of what is added to the graph begin with its output's
     * @param weight {@code [out, in / groups, ...]} of a Conv, a matrix of the others
     * @param bias {@code [out]}; null for none
     */
    QuantisedWeights(NodeProto node, TensorProto weight, float[] bias, float inputScale) {
        this.name = TensorNames.PREFIX + "int8." + node.getOutput(0);
        this.dims = weight.getDimsList().stream().mapToLong(Long::longValue).toArray();
        this.axis = node.getOpType().equals("Conv") || Attributes.integer(node, "transB", 0) == 1 ? 0 : 1;
        this.groups = (int) Attributes.integer(node, "group", 1);
        this.weights = OnnxTensors.floats(weight);
        this.bias = bias;
        this.inputScale = inputScale;
        this.scales = scales();
    }

    private float[] scales() {
        float[] scales = new float[(int) dims[axis]];
        for (int i = 0; i < weights.length; i++) {
            scales[output(i)] = Math.max(scales[output(i)], Math.abs(weights[i]) / LARGEST);
        }
        for (int channel = 0; channel < scales.length; channel++) {
            double least = bias == null ? 0 : Math.abs(bias[channel]) / (inputScale * LARGEST_BIAS);
            scales[channel] = (float) Math.max(scales[channel], least);
            if (scales[channel] == 0) {
                scales[channel] = 1;
            }
        }
        return scales;
    }

    /** The output channel that the i-th weight belongs to. */
    private int output(int i) {
        return axis == 0 ? (int) (i / (weights.length / dims[0])) : (int) (i % dims[1]);
    }

    /** The input channel that the i-th weight is multiplied by. */
    private int input(int i) {
        if (axis == 1) {
            return (int) (i / dims[1]);
        }
        int perOutput = (int) (weights.length / dims[0]);
        int inputs = (int) dims[1];
        int group = (int) (output(i) / (dims[0] / groups));
        return group * inputs + i % perOutput / (perOutput / inputs);
    }

    private int integer(int i) {
        return (int) Math.rint(weights[i] / scales[output(i)]);
    }

    /**
     * The bias that makes up for what rounding the weights changes in the mean of each output channel (Nagel et al.,
     * "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019).
     *
     * @param inputMeans mean of each input channel
     * @param shift what each input is more than its byte stands for
     */
    float[] correctedBias(float[] inputMeans, float shift) {
        double[] corrected = new double[scales.length];
        for (int channel = 0; channel < corrected.length; channel++) {
            corrected[channel] = bias == null ? 0 : bias[channel];
        }
        for (int i = 0; i < weights.length; i++) {
            double rounded = integer(i) * (double) scales[output(i)];
            corrected[output(i)] += rounded * shift - (rounded - weights[i]) * inputMeans[input(i)];
        }
        float[] result = new float[corrected.length];
        for (int channel = 0; channel < result.length; channel++) {
            result[channel] = (float) corrected[channel];
        }
        return result;
    }

    /** Adds the weights and what makes floats of them; returns the name of these. */
    String addWeights(GraphProto.Builder graph) {
        ByteBuffer bytes = ByteBuffer.allocate(weights.length);
        for (int i = 0; i < weights.length; i++) {
            bytes.put((byte) integer(i));
        }
        return add(graph, ".weight", DataType.INT8, bytes, dims, scales, axis);
    }

    /** Adds a bias {@code [out]} and what makes floats of it; returns the name of these. */
    String addBias(GraphProto.Builder graph, float[] values) {
        ByteBuffer integers = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] products = new float[values.length];
        for (int channel = 0; channel < values.length; channel++) {
            products[channel] = inputScale * scales[channel];
            integers.putInt((int) Math.rint(values[channel] / (double) products[channel]));
        }
        return add(graph, ".bias", DataType.INT32, integers, new long[] {values.length}, products, 0);
    }

    private String add(
            GraphProto.Builder graph,
            String what,
            DataType type,
            ByteBuffer integers,
            long[] shape,
            float[] channelScales,
            int channelAxis) {
        String tensor = name + what;
        int width = type == DataType.INT8 ? 1 : Integer.BYTES;
        graph.addInitializer(OnnxTensors.integers(tensor, type, integers, shape));
        graph.addInitializer(OnnxTensors.floats(tensor + ".scale", channelScales, channelScales.length));
        graph.addInitializer(OnnxTensors.integers(
                tensor + ".zero", type, ByteBuffer.allocate(channelScales.length * width), channelScales.length));
        graph.addNode(OnnxNodes.node(
                "DequantizeLinear",
                List.of(tensor, tensor + ".scale", tensor + ".zero"),
                tensor + ".float",
                OnnxNodes.attribute("axis", channelAxis)));
        return tensor + ".float";
    }
}
