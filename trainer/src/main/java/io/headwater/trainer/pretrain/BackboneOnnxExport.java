package io.headwater.trainer.pretrain;

import ai.djl.nn.ParameterList;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The trained network as an ordinary ONNX classifier: float {@code image} {@code [batch, 3, 96, 96]} to {@code logits}
 * {@code [batch, categories]}, ending in a Gemm whose input is the embedding. Batch normalisation is folded into the
 * convolutions; the colour outputs, which serve training only, are left out.
 */
final class BackboneOnnxExport {
    private final BackboneNetwork network;
    private final List<String> categories;
    private final OnnxBuilder graph;

    BackboneOnnxExport(BackboneNetwork network, List<String> categories, String name) {
        this.network = network;
        this.categories = categories;
        graph = new OnnxBuilder(name);
    }

    ModelProto toModel() {
        graph.input("image", 3, BackboneInput.SIZE, BackboneInput.SIZE);
        String middle = convolutions(network.lower(), "image", "lower");
        String top = convolutions(network.last(), middle, "last");
        List<String> pools = List.of(
                pool("GlobalAveragePool", middle, "lower_mean"),
                pool("GlobalMaxPool", middle, "lower_max"),
                pool("GlobalAveragePool", top, "last_mean"),
                pool("GlobalMaxPool", top, "last_max"));
        graph.node("Concat", "pooled", pools, Map.of("axis", 1L));
        graph.node("Flatten", "features", List.of("pooled"), Map.of("axis", 1L));
        classifier(normalised());
        return graph.build(Map.of("labels", String.join(",", categories)));
    }

    private String convolutions(List<ConvUnit> units, String input, String prefix) {
        String current = input;
        for (int i = 0; i < units.size(); i++) {
            String name = prefix + "_" + i;
            ConvUnit.Folded folded = units.get(i).folded();
            graph.weights(name + "_weight", folded.weight(), folded.filters(), folded.inputs(), 3, 3);
            graph.weights(name + "_bias", folded.bias(), folded.filters());
            long stride = units.get(i).stride();
            graph.node(
                    "Conv",
                    name + "_conv",
                    List.of(current, name + "_weight", name + "_bias"),
                    Map.of(
                            "kernel_shape", new long[] {3, 3},
                            "pads", new long[] {1, 1, 1, 1},
                            "strides", new long[] {stride, stride}));
            current = graph.node("Relu", name + "_relu", List.of(name + "_conv"), Map.of());
        }
        return current;
    }

    private String pool(String operator, String maps, String output) {
        return graph.node(operator, output, List.of(maps), Map.of());
    }

    private String normalised() {
        Affine affine = Affine.of(network.normalisation());
        int size = network.embeddingSize();
        graph.weights("feature_scale", affine.scale(), 1, size);
        graph.weights("feature_shift", affine.shift(), 1, size);
        graph.node("Mul", "features_scaled", List.of("features", "feature_scale"), Map.of());
        return graph.node("Add", "embedding", List.of("features_scaled", "feature_shift"), Map.of());
    }

    private void classifier(String embedding) {
        ParameterList parameters = network.classifier().getParameters();
        int rows = categories.size();
        int size = network.embeddingSize();
        float[] weight = parameters.get("weight").getArray().toFloatArray();
        float[] bias = parameters.get("bias").getArray().toFloatArray();
        graph.weights("classifier_weight", Arrays.copyOf(weight, rows * size), rows, size);
        graph.weights("classifier_bias", Arrays.copyOf(bias, rows), rows);
        graph.node("Gemm", "logits", List.of(embedding, "classifier_weight", "classifier_bias"), Map.of("transB", 1L));
        graph.output("logits", rows);
    }
}
