package io.headwater.trainer.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * The backbone and its pre-training outputs: a stem and stages of two 3×3 convolutions, each halving the resolution.
 * The maps of the last two stages are pooled by mean and by maximum and concatenated; the features are normalised, so
 * that a head on top trains well without knowing their scale.
 *
 * <p>Input {@code [batch, 3, height, width]}, output {@code [batch, categories + 2 * colours]}: the category's logits,
 * the foreground's, the background's.
 */
final class BackboneNetwork extends AbstractBlock {
    private final List<ConvUnit> lower = new ArrayList<>();
    private final List<ConvUnit> last = new ArrayList<>();
    private final BatchNorm normalisation;
    private final Linear classifier;
    private final int embeddingSize;
    private final int outputs;

    /**
     * @param widths channels of the stem and of each stage
     * @param outputs number of logits
     */
    BackboneNetwork(List<Integer> widths, int outputs) {
        this.outputs = outputs;
        int stages = widths.size();
        lower.add(add("stem", 3, widths.get(0), 2));
        for (int stage = 1; stage < stages; stage++) {
            List<ConvUnit> units = stage < stages - 1 ? lower : last;
            units.add(add("stage" + stage + "a", widths.get(stage - 1), widths.get(stage), 2));
            units.add(add("stage" + stage + "b", widths.get(stage), widths.get(stage), 1));
        }
        embeddingSize = 2 * (widths.get(stages - 2) + widths.get(stages - 1));
        normalisation = addChildBlock("normalisation", BatchNorm.builder().build());
        classifier =
                addChildBlock("classifier", Linear.builder().setUnits(outputs).build());
    }

    private ConvUnit add(String name, int inputs, int filters, int stride) {
        return addChildBlock(name, new ConvUnit(inputs, filters, stride));
    }

    int embeddingSize() {
        return embeddingSize;
    }

    /** Trainable numbers below the classifier. */
    long featureParameters() {
        long count = 0;
        for (Pair<String, Block> child : getChildren()) {
            if (child.getValue() != classifier) {
                for (Parameter parameter : child.getValue().getParameters().values()) {
                    count += parameter.requiresGradient() ? parameter.getArray().size() : 0;
                }
            }
        }
        return count;
    }

    /** The convolutions whose output is the first of the two pooled maps. */
    List<ConvUnit> lower() {
        return lower;
    }

    /** The convolutions between the first and the second pooled map. */
    List<ConvUnit> last() {
        return last;
    }

    BatchNorm normalisation() {
        return normalisation;
    }

    Linear classifier() {
        return classifier;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray middle = run(lower, parameters, inputs.singletonOrThrow(), training);
        NDArray top = run(last, parameters, middle, training);
        NDList features = new NDList(pool(middle).concat(pool(top), 1));
        return classifier.forward(parameters, normalisation.forward(parameters, features, training), training);
    }

    private static NDArray run(List<ConvUnit> units, ParameterStore parameters, NDArray maps, boolean training) {
        NDList current = new NDList(maps);
        for (ConvUnit unit : units) {
            current = unit.forward(parameters, current, training);
        }
        return current.singletonOrThrow();
    }

    private static NDArray pool(NDArray maps) {
        Shape shape = maps.getShape();
        NDArray flat = maps.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
        return flat.mean(new int[] {2}).concat(flat.max(new int[] {2}), 1);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape maps = inputShapes[0];
        for (List<ConvUnit> units : List.of(lower, last)) {
            for (ConvUnit unit : units) {
                unit.initialize(manager, dataType, maps);
                maps = unit.getOutputShapes(new Shape[] {maps})[0];
            }
        }
        Shape features = new Shape(maps.get(0), embeddingSize);
        normalisation.initialize(manager, dataType, features);
        classifier.initialize(manager, dataType, features);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), outputs)};
    }
}
