package io.headwater.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.headwater.model.internal.onnx.GraphCuts;
import io.headwater.model.internal.onnx.InitializerValues;
import io.headwater.model.internal.onnx.OnnxFile;
import io.headwater.model.internal.onnx.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A backbone's ONNX graph with all its weights, for those who train a part of it: cut it at a tensor, keep the front
 * frozen, give new weights to the tail.
 */
public final class BackboneGraph {

    private final Backbone backbone;
    private final ModelProto model;
    private final List<String> cuts;

    private BackboneGraph(Backbone backbone, ModelProto model) {
        this.backbone = backbone;
        this.model = model;
        this.cuts = GraphCuts.of(model.getGraph());
    }

    public static BackboneGraph read(Backbone backbone, ArtifactStore store) throws IOException {
        return new BackboneGraph(backbone, OnnxFile.readWhole(store.fetchModel(backbone.artifacts())));
    }

    public Backbone backbone() {
        return backbone;
    }

    /** From {@code image}, uint8 {@code [batch, size, size, 3]}, to {@code embedding}, float {@code [batch, d]}. */
    public GraphProto graph() {
        return model.getGraph();
    }

    /** The tensors, from the image on, that everything goes through: each splits the graph into a front and a tail. */
    public List<String> cuts() {
        return cuts;
    }

    /**
     * The nodes from the tensor to {@code embedding}, in topological order.
     *
     * @param cut one of {@link #cuts()}
     */
    public List<NodeProto> tail(String cut) {
        return GraphCuts.tail(model.getGraph(), requireCut(cut));
    }

    /**
     * Writes the frozen front as a backbone of its own, for {@link InferenceSession}: its {@code embedding} is the
     * tensor, flattened to {@code [batch, values]}.
     *
     * @param cut one of {@link #cuts()}
     */
    public void writeFront(String cut, Path file) throws IOException {
        long values = 1;
        for (long dimension : shape(cut)) {
            values = Math.multiplyExact(values, dimension);
        }
        GraphProto front = GraphCuts.front(model.getGraph(), cut, values);
        Files.write(file, model.toBuilder().setGraph(front).build().toByteArray());
    }

    /**
     * The tensor's dimensions without the batch.
     *
     * @param cut one of {@link #cuts()}
     * @throws UnsupportedModelException it is not one array of floats per image
     */
    public long[] shape(String cut) {
        return TensorShape.perImage(model, requireCut(cut), backbone.inputSize());
    }

    private String requireCut(String cut) {
        if (!cuts.contains(cut)) {
            throw new IllegalArgumentException("The graph of " + backbone.id() + " cannot be cut at '" + cut + "'");
        }
        return cut;
    }

    /**
     * Puts the same backbone with other weights into the store: of the same name, with an id and files of its own.
     *
     * @param values by name of the float initializer, in its layout; the others stay as they are
     */
    public Backbone withWeights(Map<String, float[]> values, ArtifactStore store) throws IOException {
        GraphProto changed = InitializerValues.replace(model.getGraph(), values);
        return new Backbone(
                backbone.name(),
                backbone.preprocessing(),
                backbone.embeddingSize(),
                new BackboneImporter(store)
                        .store(model.toBuilder().setGraph(changed).build()));
    }
}
