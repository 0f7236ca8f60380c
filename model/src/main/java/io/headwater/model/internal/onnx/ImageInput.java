package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.headwater.model.Preprocessing;
import io.headwater.model.UnsupportedModelException;

/**
 * The image input of a network.
 *
 * @param name of the tensor
 * @param channelsLast {@code [N, H, W, 3]} as Keras exports it, or {@code [N, 3, H, W]} as torch does
 * @param batch that the graph was exported for; -1 for any
 */
record ImageInput(String name, boolean channelsLast, long batch) {

    static ImageInput of(GraphProto graph, ValueInfoProto input, Preprocessing preprocessing, String file) {
        int type = input.getType().getTensorType().getElemType();
        int rank = OnnxNodes.rank(input);
        if (type != DataType.FLOAT.getNumber() || rank >= 0 && rank != 4) {
            throw new UnsupportedModelException(file + " takes '" + input.getName() + "' as " + DataType.forNumber(type)
                    + " of rank " + rank + ": export it in float32 with an image input [N,3,H,W] or [N,H,W,3]");
        }
        boolean channelsLast = isChannelsLast(graph, input);
        long channels = OnnxNodes.dim(input, channelsLast ? 3 : 1);
        if (channels != 3 && channels != -1) {
            throw new UnsupportedModelException(file + " takes images of " + channels
                    + " channels; Headwater feeds RGB: use a network for colour images, [N,3,H,W] or [N,H,W,3]");
        }
        for (int axis : channelsLast ? new int[] {1, 2} : new int[] {2, 3}) {
            long side = OnnxNodes.dim(input, axis);
            if (side > 0 && side != preprocessing.inputSize()) {
                throw new UnsupportedModelException(file + " takes images of "
                        + OnnxNodes.dim(input, channelsLast ? 1 : 2) + " x "
                        + OnnxNodes.dim(input, channelsLast ? 2 : 3)
                        + " pixels, the preprocessing gives " + preprocessing.inputSize() + " x "
                        + preprocessing.inputSize() + ": set size= to the network's");
            }
        }
        return new ImageInput(input.getName(), channelsLast, OnnxNodes.dim(input, 0));
    }

    private static boolean isChannelsLast(GraphProto graph, ValueInfoProto input) {
        if (OnnxNodes.dim(input, 1) == 3) {
            return false;
        }
        if (OnnxNodes.dim(input, 3) == 3) {
            return true;
        }
        // ONNX convolutions are channels-first: who has the channels last transposes before anything else.
        for (NodeProto node : graph.getNodeList()) {
            if (node.getInputList().contains(input.getName())) {
                return node.getOpType().equals("Transpose");
            }
        }
        return false;
    }
}
