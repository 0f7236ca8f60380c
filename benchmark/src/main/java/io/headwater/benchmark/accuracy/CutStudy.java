package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.cli.demo.Severity;
import io.headwater.cli.demo.SurfaceKind;
import io.headwater.model.Backbone;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Where to cut the built-in backbone, on surfaces that no other study sees. */
final class CutStudy implements Study {

    /** Draws of this study; the other studies' begin at 0. */
    private static final int FIRST_DRAW = 100;

    private static final int DEEPEST = 6;

    @Override
    public String name() {
        return "cut";
    }

    @Override
    public String title() {
        return "Choosing the cut: subtle surfaces of other seeds, 600 training pictures, 700 for validation";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Surfaces surfaces = new Surfaces(Severity.SUBTLE, List.of(SurfaceKind.values()));
        Backbone backbone = laboratory.builtIn();
        for (int blocks = 1; blocks <= DEEPEST; blocks++) {
            String from = "last-" + blocks + "-blocks";
            List<Double> accuracy = new ArrayList<>();
            for (int run = FIRST_DRAW; run < FIRST_DRAW + runs; run++) {
                Draw draw = surfaces.draw(600, 700, run);
                TrainingOptions options = laboratory.options(run, Map.of(TrainingOptions.FINE_TUNE_FROM, from));
                try (Tail tail = new Tail(laboratory, backbone, draw.training(), options)) {
                    accuracy.add(tail.accuracy(draw.test()));
                }
            }
            figures.accept(Figure.of("fine-tune.from=" + from, Unit.ACCURACY, accuracy));
        }
    }
}
