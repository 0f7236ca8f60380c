package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** From a float backbone and images to the same backbone with integer layers. */
public final class QuantisedModel {

    private QuantisedModel() {}

    /**
     * Quantises.
     *
     * @param model from {@code image} to {@code embedding}, with all its weights inside
     * @param images calls its argument with each image, {@code size * size * 3} bytes RGB in a direct buffer
     */
    public static ModelProto of(ModelProto model, int inputSize, int threads, Consumer<Consumer<ByteBuffer>> images) {
        ModelProto upgraded = OpsetUpgrade.of(model);
        GraphProto folded = BatchNormFolding.fold(upgraded.getGraph());
        QuantisationPlan plan = QuantisationPlan.of(folded);
        ModelProto prepared = upgraded.toBuilder().setGraph(folded).build();
        try (Calibrator calibrator = new Calibrator(prepared, plan.tensors(), inputSize, threads)) {
            images.accept(calibrator::add);
            return prepared.toBuilder()
                    .setGraph(QuantisedGraph.write(folded, plan, calibrator.statistics()))
                    .build();
        }
    }
}
