package io.headwater.model.internal.runtime;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.headwater.model.Resize;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.internal.onnx.ModelMetadata;
import io.headwater.model.internal.onnx.OnnxFile;
import io.headwater.model.internal.onnx.TensorNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model takes and gives.
 *
 * @param labels in the order of the probabilities; empty for a backbone
 * @param inputSize width and height in pixels
 * @param embeddingSize length of the embedding
 */
public record ModelSignature(List<String> labels, int inputSize, Resize resize, int embeddingSize) {

    public static ModelSignature read(Path onnx) throws IOException {
        ModelProto model = OnnxFile.read(onnx);
        String size = ModelMetadata.get(model, ModelMetadata.INPUT_SIZE);
        String resize = ModelMetadata.get(model, ModelMetadata.RESIZE);
        int probabilities = output(model, TensorNames.PROBABILITIES);
        int embedding = output(model, TensorNames.EMBEDDING);
        List<String> labels = ModelMetadata.labels(model);
        if (size == null || resize == null || embedding < 0) {
            throw new UnsupportedModelException(onnx + " was not made by Headwater: it lacks the metadata "
                    + ModelMetadata.INPUT_SIZE + " and " + ModelMetadata.RESIZE
                    + " or the output 'embedding'; import it as a backbone");
        }
        if (probabilities >= 0 && width(model, probabilities) != labels.size()) {
            throw new UnsupportedModelException(onnx + " has " + width(model, probabilities) + " probabilities but "
                    + labels.size() + " labels in " + ModelMetadata.LABELS);
        }
        return new ModelSignature(
                probabilities < 0 ? List.of() : labels,
                Integer.parseInt(size),
                Resize.parse(resize),
                width(model, embedding));
    }

    private static int output(ModelProto model, String name) {
        List<ValueInfoProto> outputs = model.getGraph().getOutputList();
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int width(ModelProto model, int output) {
        TensorShapeProto shape =
                model.getGraph().getOutput(output).getType().getTensorType().getShape();
        return (int) shape.getDim(shape.getDimCount() - 1).getDimValue();
    }
}
