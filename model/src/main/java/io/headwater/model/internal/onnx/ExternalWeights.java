package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Moves the large initializers of a model into a file of their own, which many models can share. */
public final class ExternalWeights {

    /** Below that an initializer stays in the graph. */
    private static final int MIN_BYTES = 1024;
    /** Where a tensor begins in the file; enough for every vector instruction. */
    private static final int ALIGNMENT = 64;

    private ExternalWeights() {}

    /**
     * Writes the large initializers to the file, in the graph's order.
     *
     * @return the number of bytes written
     */
    public static long write(ModelProto model, Path file) throws IOException {
        long at = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (TensorProto tensor : model.getGraph().getInitializerList()) {
                if (isLarge(tensor)) {
                    ByteString raw = OnnxTensors.raw(tensor);
                    out.write(new byte[(int) (aligned(at) - at)]);
                    raw.writeTo(out);
                    at = aligned(at) + raw.size();
                }
            }
        }
        return at;
    }

    /** The model that finds its large initializers in a file of that name, written by {@link #write}. */
    public static ModelProto link(ModelProto model, String location) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        long at = 0;
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            if (isLarge(tensor)) {
                int length = OnnxTensors.raw(tensor).size();
                graph.setInitializer(i, external(tensor, location, aligned(at), length));
                at = aligned(at) + length;
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    private static boolean isLarge(TensorProto tensor) {
        return OnnxTensors.hasRawLayout(tensor) && OnnxTensors.raw(tensor).size() >= MIN_BYTES;
    }

    private static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static TensorProto external(TensorProto tensor, String location, long offset, long length) {
        return TensorProto.newBuilder()
                .setName(tensor.getName())
                .setDataType(tensor.getDataType())
                .addAllDims(tensor.getDimsList())
                .setDataLocation(DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", String.valueOf(offset)))
                .addExternalData(entry("length", String.valueOf(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
