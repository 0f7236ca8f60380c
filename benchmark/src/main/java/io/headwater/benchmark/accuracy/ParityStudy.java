package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.model.Backbone;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Whether ONNX Runtime serves what PyTorch trained, once the weights are written back. */
final class ParityStudy implements Study {

    private static final double TOLERANCE = 1e-4;
    private static final int TRAINING = 100;

    @Override
    public String name() {
        return "parity";
    }

    @Override
    public String title() {
        return "Largest difference between ONNX Runtime and PyTorch, tail trained on " + TRAINING
                + " photographs, compared on the test photographs";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Draw draw = laboratory.assets().photographs().draw(TRAINING, 0);
        Backbone mobileNet = laboratory.mobileNet();
        for (String cut : List.of("block_15_add", "block_14_add", "block_12_add")) {
            compare(laboratory, mobileNet, draw, cut, figures);
        }
        // Behind it come both of the Shape, Slice and Pad chains that widen its shortcuts.
        compare(laboratory, laboratory.resNet(), draw, "/layer1/layer1.1/Add_output_0", figures);
    }

    private static void compare(
            Laboratory laboratory, Backbone backbone, Draw draw, String cut, Consumer<Figure> figures)
            throws IOException {
        TrainingOptions options = laboratory.options(0, Map.of(TrainingOptions.FINE_TUNE_FROM, cut));
        try (Tail tail = new Tail(laboratory, backbone, draw.training(), options)) {
            Tail.Parity parity = tail.parity(draw.test());
            String what = backbone.name() + " from " + cut;
            figures.accept(Figure.of(what + ", probabilities", Unit.DIFFERENCE, parity.probability())
                    .below(TOLERANCE));
            figures.accept(Figure.of(what + ", embeddings", Unit.DIFFERENCE, parity.embedding())
                    .below(TOLERANCE));
            figures.accept(Figure.of(what + ", test accuracy", Unit.ACCURACY, tail.accuracy(draw.test())));
        }
    }
}
