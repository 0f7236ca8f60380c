package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.headwater.model.Preprocessing;
import io.headwater.model.UnsupportedModelException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A classifier's graph, cut and extended to go from {@code image} to {@code embedding}. */
public final class EmbeddingGraph {

    /** The first opset whose arithmetic broadcasts and whose Cast and BatchNormalization are today's. */
    private static final long MIN_OPSET = 7;
    /** The first IR version in which an initializer need not be an input. */
    private static final long MIN_IR = 4;

    private EmbeddingGraph() {}

    /**
     * Cuts the model in front of its classifier.
     *
     * @param file names the model in errors
     * @throws UnsupportedModelException the model has not the shape of an image classifier
     */
    public static ModelProto of(ModelProto model, Preprocessing preprocessing, String file) {
        requireOpset(model, file);
        GraphProto original = InferenceGraph.of(model);
        ClassifierCut cut = ClassifierCut.find(original, file);
        List<NodeProto> nodes = new GraphIndex(original).ancestors(List.of(cut.tensor()));
        GraphProto features = GraphProto.newBuilder()
                .addAllNode(nodes)
                .addAllInitializer(original.getInitializerList())
                .build();
        ValueInfoProto value = onlyInput(original, nodes, file);
        ImageInput input = ImageInput.of(features, value, preprocessing, file);
        if (input.batch() > 0) {
            features = BatchAxis.makeDynamic(features, input.name(), input.batch());
        }
        GraphProto.Builder graph = GraphProto.newBuilder().setName("headwater");
        PixelNodes.addTo(graph, preprocessing, input);
        graph.addAllNode(features.getNodeList()).addAllInitializer(usedInitializers(features));
        graph.addNode(
                cut.needsFlatten()
                        ? OnnxNodes.node(
                                "Flatten", List.of(cut.tensor()), TensorNames.EMBEDDING, OnnxNodes.attribute("axis", 1))
                        : OnnxNodes.node("Identity", List.of(cut.tensor()), TensorNames.EMBEDDING));
        graph.addOutput(OnnxNodes.value(TensorNames.EMBEDDING, DataType.FLOAT, "batch", "d"));
        return model.toBuilder()
                .setIrVersion(Math.max(model.getIrVersion(), MIN_IR))
                .clearDocString()
                .clearTrainingInfo()
                .setGraph(graph)
                .build();
    }

    /** The same model with the length of its embedding written down. */
    public static ModelProto withEmbeddingSize(ModelProto model, int embeddingSize) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.setOutput(0, OnnxNodes.value(TensorNames.EMBEDDING, DataType.FLOAT, "batch", embeddingSize));
        return model.toBuilder().setGraph(graph).build();
    }

    private static void requireOpset(ModelProto model, String file) {
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            if (opset.getDomain().isEmpty() && opset.getVersion() >= MIN_OPSET) {
                return;
            }
        }
        throw new UnsupportedModelException(file + " was exported for an ONNX opset below " + MIN_OPSET
                + ": export it again, or run onnx.version_converter on it");
    }

    private static ValueInfoProto onlyInput(GraphProto graph, List<NodeProto> nodes, String file) {
        Set<String> used = references(nodes);
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> used.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw new UnsupportedModelException(file + " must have one image input, but its features come from "
                    + inputs.stream().map(ValueInfoProto::getName).toList());
        }
        return inputs.get(0);
    }

    private static List<TensorProto> usedInitializers(GraphProto graph) {
        Set<String> used = references(graph.getNodeList());
        return graph.getInitializerList().stream()
                .filter(tensor -> used.contains(tensor.getName()))
                .toList();
    }

    private static Set<String> references(List<NodeProto> nodes) {
        Set<String> used = new HashSet<>();
        nodes.forEach(node -> used.addAll(GraphIndex.references(node)));
        return used;
    }
}
