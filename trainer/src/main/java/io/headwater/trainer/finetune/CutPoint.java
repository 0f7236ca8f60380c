package io.headwater.trainer.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.headwater.model.BackboneGraph;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.internal.tail.TailGraph;
import io.headwater.trainer.internal.tail.TailWeights;
import java.util.List;

/**
 * Where a backbone is cut into a frozen front and a tail that is trained.
 *
 * @param graph of the backbone
 * @param tensor what passes from the front to the tail
 * @param shape its dimensions without the batch
 */
public record CutPoint(BackboneGraph graph, String tensor, long[] shape) {

    /**
     * Finds and checks the cut.
     *
     * @param from a tensor's name, or {@code last-N-blocks}: a block ends in a residual addition, or is one convolution
     *     where the network has no such additions
     * @throws UnsupportedModelException the graph cannot be cut there, or its tail cannot be trained; the message names
     *     the nearest cut that works
     */
    public static CutPoint choose(BackboneGraph graph, String from) {
        String tensor = Blocks.isSpecification(from) ? new Blocks(graph).cut(from) : from;
        if (!graph.cuts().contains(tensor)) {
            throw new UnsupportedModelException(
                    "fine-tune.from: " + graph.backbone().id() + " cannot be cut at '" + tensor + "': "
                            + whyNot(graph, tensor) + nearest(graph, 0));
        }
        String problem = problem(graph, tensor);
        if (problem != null) {
            throw new UnsupportedModelException("fine-tune.from: the tail behind '" + tensor + "' cannot be trained: "
                    + problem + nearest(graph, graph.cuts().indexOf(tensor) + 1));
        }
        return new CutPoint(graph, tensor, graph.shape(tensor));
    }

    private static String whyNot(BackboneGraph graph, String tensor) {
        boolean exists = graph.graph().getNodeList().stream()
                .anyMatch(node -> node.getOutputList().contains(tensor));
        return exists ? "not everything goes through that tensor" : "there is no such tensor";
    }

    /** The first cut from the given place on that works. */
    private static String nearest(BackboneGraph graph, int first) {
        for (String cut : graph.cuts().subList(first, graph.cuts().size())) {
            if (TailGraph.unsupported(graph.tail(cut)).isEmpty() && problem(graph, cut) == null) {
                return "; the nearest cut that works is '" + cut + "'";
            }
        }
        return "; no cut behind it works";
    }

    /** Why the tail behind a cut cannot be trained; null when it can. */
    private static String problem(BackboneGraph graph, String cut) {
        List<NodeProto> tail = graph.tail(cut);
        List<NodeProto> unsupported = TailGraph.unsupported(tail);
        if (!unsupported.isEmpty()) {
            NodeProto last = unsupported.get(unsupported.size() - 1);
            return "the operator " + last.getOpType() + " ('" + last.getOutput(0) + "') is not supported";
        }
        if (new TailWeights(graph.graph(), tail).isEmpty()) {
            return "it holds no weights";
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                TailGraph trial = new TailGraph(graph, cut, graph.shape(cut), manager);
                NDManager step = manager.newSubManager()) {
            trial.forward(step, new float[2 * trial.activationSize()]);
            return null;
        } catch (UnsupportedModelException e) {
            return e.getMessage();
        }
    }
}
