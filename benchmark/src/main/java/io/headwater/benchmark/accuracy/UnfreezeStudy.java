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
import java.util.function.IntFunction;

/** What training the built-in backbone's tail gains. */
final class UnfreezeStudy implements Study {

    /** As docs/backbone.md says; {@link CutStudy} compares it with others. */
    static final String FROM = "last-5-blocks";

    @Override
    public String name() {
        return "unfreeze";
    }

    @Override
    public String title() {
        return "The built-in backbone: frozen against fine-tune.from=" + FROM;
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Surfaces surfaces = new Surfaces(Severity.SUBTLE, List.of(SurfaceKind.values()));
        compare(
                laboratory,
                runs,
                figures,
                "subtle surfaces, 600 training pictures",
                8,
                run -> surfaces.draw(600, 700, run));
        Photographs photographs = laboratory.assets().photographs();
        for (int count : new int[] {625, 300}) {
            compare(
                    laboratory,
                    runs,
                    figures,
                    "flowers, " + count + " training photographs",
                    0,
                    run -> photographs.draw(count, run));
        }
    }

    private static void compare(
            Laboratory laboratory,
            int runs,
            Consumer<Figure> figures,
            String what,
            double asked,
            IntFunction<Draw> draws)
            throws IOException {
        Backbone backbone = laboratory.builtIn();
        List<Double> frozen = new ArrayList<>();
        List<Double> trained = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Draw draw = draws.apply(run);
            frozen.add(laboratory.accuracy(backbone, draw, laboratory.options(run, Map.of())));
            TrainingOptions options = laboratory.options(run, Map.of(TrainingOptions.FINE_TUNE_FROM, FROM));
            try (Tail tail = new Tail(laboratory, backbone, draw.training(), options)) {
                trained.add(tail.accuracy(draw.test()));
            }
        }
        figures.accept(Figure.of(what + ", frozen", Unit.ACCURACY, frozen));
        figures.accept(Figure.of(what + ", tail trained", Unit.ACCURACY, trained));
        figures.accept(Figure.gain(what + ", gain", frozen, trained).atLeast(asked));
    }
}
