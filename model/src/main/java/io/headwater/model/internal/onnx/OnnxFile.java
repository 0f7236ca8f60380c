package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.headwater.model.UnsupportedModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads ONNX files. */
public final class OnnxFile {

    private OnnxFile() {}

    /** The model as it is in the file; external data stay outside. */
    public static ModelProto read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ModelProto model = ModelProto.parseFrom(in);
            if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
                throw new UnsupportedModelException(file + " is not an ONNX model: it holds no graph");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new UnsupportedModelException(file + " is not an ONNX model: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "there is no such ONNX file");
        }
    }

    /** The model with its external data read in. */
    public static ModelProto readWhole(Path file) throws IOException {
        ModelProto model = read(file);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
                graph.setInitializer(i, inline(tensor, file));
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    private static TensorProto inline(TensorProto tensor, Path file) throws IOException {
        Map<String, String> external = new LinkedHashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            external.put(entry.getKey(), entry.getValue());
        }
        Path directory = file.toAbsolutePath().normalize().getParent();
        Path data = directory.resolve(external.getOrDefault("location", "")).normalize();
        if (!data.startsWith(directory) || !Files.isRegularFile(data)) {
            throw new UnsupportedModelException(file + " keeps the weights '" + tensor.getName() + "' in "
                    + external.get("location") + ", which is not there: put that file beside it");
        }
        try (RandomAccessFile in = new RandomAccessFile(data.toFile(), "r")) {
            long offset = Long.parseLong(external.getOrDefault("offset", "0"));
            long length = Long.parseLong(external.getOrDefault("length", String.valueOf(in.length() - offset)));
            byte[] bytes = new byte[Math.toIntExact(length)];
            in.seek(offset);
            in.readFully(bytes);
            return tensor.toBuilder()
                    .clearExternalData()
                    .clearDataLocation()
                    .setRawData(ByteString.copyFrom(bytes))
                    .build();
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw new UnsupportedModelException(
                    file + " keeps the weights '" + tensor.getName() + "' in " + data
                            + ", which does not hold them; export the model again",
                    e);
        }
    }
}
