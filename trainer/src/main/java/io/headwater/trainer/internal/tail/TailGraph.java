package io.headwater.trainer.internal.tail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.headwater.model.BackboneGraph;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.internal.torch.StepInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ONNX nodes from a cut to the embedding, run with DJL's PyTorch arrays; the weights are parameters that can be
 * trained. Batch normalisation keeps its running statistics.
 */
public final class TailGraph implements AutoCloseable {

    private static final String EMBEDDING = "embedding";

    private final String cut;
    private final long[] cutShape;
    private final List<NodeProto> nodes;
    private final NDManager manager;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> constants = new HashMap<>();
    private final Map<String, IntTensor> integers = new HashMap<>();
    private final StepInput inputs = new StepInput();

    /**
     * @param cut one of the graph's cuts
     * @param cutShape its dimensions without the batch
     * @throws UnsupportedModelException a constant is of a type that is not supported
     */
    public TailGraph(BackboneGraph graph, String cut, long[] cutShape, NDManager parent) {
        this.cut = cut;
        this.cutShape = cutShape;
        this.nodes = graph.tail(cut);
        this.manager = parent.newSubManager();
        TailWeights weights = new TailWeights(graph.graph(), nodes);
        try {
            for (TensorProto tensor : weights.initializers()) {
                if (!TensorValues.isFloat(tensor)) {
                    integers.put(tensor.getName(), TensorValues.integers(tensor));
                    continue;
                }
                NDArray array = manager.create(TensorValues.floats(tensor), new Shape(TensorValues.dims(tensor)));
                (weights.isTrainable(tensor.getName()) ? parameters : constants).put(tensor.getName(), array);
            }
        } catch (IllegalArgumentException e) {
            close();
            throw new UnsupportedModelException("Behind '" + cut + "' " + e.getMessage(), e);
        }
    }

    /** Operators of the tail that nothing here can run, in the order of the graph. */
    public static List<NodeProto> unsupported(List<NodeProto> tail) {
        return tail.stream()
                .filter(node -> Operators.find(node.getOpType()) == null)
                .toList();
    }

    /** The weights that can be trained, by the name of their initializer. */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /** Floats of one image at the cut. */
    public int activationSize() {
        return Math.toIntExact(new Shape(cutShape).size());
    }

    /**
     * Runs the tail. Everything it makes belongs to the given manager, to which its weights are lent until it is closed.
     *
     * @param activations {@code [n][activationSize]}, row-major
     * @return the embeddings, {@code [n, d]}
     * @throws UnsupportedModelException a node uses its operator in a way that is not supported
     */
    public NDArray forward(NDManager step, float[] activations) {
        step.tempAttachAll(parameters.values().toArray(NDArray[]::new));
        step.tempAttachAll(constants.values().toArray(NDArray[]::new));
        Map<String, NDArray> arrays = new HashMap<>(constants);
        arrays.putAll(parameters);
        List<Long> shape = new ArrayList<>();
        shape.add((long) (activations.length / activationSize()));
        for (long dimension : cutShape) {
            shape.add(dimension);
        }
        arrays.put(cut, inputs.of(step, activations, new Shape(shape)));
        Map<String, IntTensor> numbers = new HashMap<>(integers);
        for (NodeProto node : nodes) {
            run(node, new Frame(node, step, arrays, numbers));
        }
        return arrays.get(EMBEDDING);
    }

    private static void run(NodeProto node, Frame frame) {
        Operator operator = Operators.find(node.getOpType());
        try {
            if (operator == null) {
                throw new IllegalArgumentException("this operator is not supported");
            }
            operator.run(frame);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new UnsupportedModelException(
                    node.getOpType() + " '" + node.getOutput(0) + "' cannot be trained: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
