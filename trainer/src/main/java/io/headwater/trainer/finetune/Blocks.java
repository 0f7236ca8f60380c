package io.headwater.trainer.finetune;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.headwater.model.BackboneGraph;
import io.headwater.model.UnsupportedModelException;
import io.headwater.trainer.internal.tail.TailWeights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a backbone, and the cuts in front of them. */
final class Blocks {

    private static final Pattern LAST = Pattern.compile("last-(\\d{1,4})-blocks?");

    private final BackboneGraph graph;

    Blocks(BackboneGraph graph) {
        this.graph = graph;
    }

    static boolean isSpecification(String from) {
        return LAST.matcher(from).matches();
    }

    /** The tensor in front of the last N blocks. */
    String cut(String specification) {
        Matcher matcher = LAST.matcher(specification);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(specification + " is not last-N-blocks");
        }
        int wanted = Integer.parseInt(matcher.group(1));
        List<String> cuts = additions();
        if (cuts.isEmpty()) {
            cuts = convolutions();
        }
        if (wanted < 1 || wanted > cuts.size()) {
            throw new UnsupportedModelException(
                    "fine-tune.from: " + graph.backbone().id() + " has " + cuts.size()
                            + " blocks that can be trained, so it takes last-1-blocks to last-" + cuts.size()
                            + "-blocks, not " + specification);
        }
        return cuts.get(cuts.size() - wanted);
    }

    /** Sums of two tensors that both come from the image and that everything goes through, with weights behind them. */
    private List<String> additions() {
        Set<String> cuts = new HashSet<>(graph.cuts());
        Set<String> constants = new HashSet<>();
        graph.graph().getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
        List<String> additions = new ArrayList<>();
        for (NodeProto node : graph.graph().getNodeList()) {
            if (node.getInputList().stream().allMatch(constants::contains)) {
                // Made of constants only, so a constant itself.
                constants.addAll(node.getOutputList());
            }
            boolean residual = node.getOpType().equals("Add")
                    && node.getInputList().stream().noneMatch(constants::contains);
            if (residual && cuts.contains(node.getOutput(0)) && hasWeights(node.getOutput(0))) {
                additions.add(node.getOutput(0));
            }
        }
        return additions;
    }

    private boolean hasWeights(String cut) {
        return !new TailWeights(graph.graph(), graph.tail(cut)).isEmpty();
    }

    /** What goes into each convolution of a plain network. */
    private List<String> convolutions() {
        List<String> cuts = new ArrayList<>();
        for (NodeProto node : graph.graph().getNodeList()) {
            if (node.getOpType().equals("Conv") && graph.cuts().contains(node.getInput(0))) {
                cuts.add(node.getInput(0));
            }
        }
        return cuts;
    }
}
