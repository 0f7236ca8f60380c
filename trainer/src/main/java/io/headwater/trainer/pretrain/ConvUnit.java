package io.headwater.trainer.pretrain;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** 3×3 convolution, batch normalisation, ReLU. Exported as one convolution: the normalisation is folded into it. */
final class ConvUnit extends AbstractBlock {
    private final int inputs;
    private final int filters;
    private final int stride;
    private final Conv2d convolution;
    private final BatchNorm normalisation;

    ConvUnit(int inputs, int filters, int stride) {
        this.inputs = inputs;
        this.filters = filters;
        this.stride = stride;
        convolution = addChildBlock(
                "convolution",
                Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(filters)
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(1, 1))
                        .optBias(false)
                        .build());
        normalisation = addChildBlock("normalisation", BatchNorm.builder().build());
    }

    int stride() {
        return stride;
    }

    /** Weight {@code [filters, inputs, 3, 3]} and bias {@code [filters]} of the equivalent single convolution. */
    Folded folded() {
        Affine affine = Affine.of(normalisation);
        float[] weight = convolution.getParameters().get("weight").getArray().toFloatArray();
        int perFilter = inputs * 9;
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= affine.scale()[i / perFilter];
        }
        return new Folded(weight, affine.shift(), inputs, filters);
    }

    /** See {@link #folded()}. */
    record Folded(float[] weight, float[] bias, int inputs, int filters) {}

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList maps, boolean training, PairList<String, Object> options) {
        NDList convolved = convolution.forward(parameters, maps, training);
        return Activation.relu(normalisation.forward(parameters, convolved, training));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        convolution.initialize(manager, dataType, inputShapes);
        normalisation.initialize(manager, dataType, convolution.getOutputShapes(inputShapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return convolution.getOutputShapes(inputShapes);
    }
}
