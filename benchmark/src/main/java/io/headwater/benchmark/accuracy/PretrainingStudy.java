package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.cli.demo.Severity;
import io.headwater.cli.demo.SurfaceKind;
import io.headwater.model.Backbone;
import io.headwater.trainer.pretrain.BackbonePretraining;
import io.headwater.trainer.pretrain.PretrainOptions;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What the built-in backbone's training is worth, against the same network with random weights: normal with variance 2 /
 * inputs (He et al. 2015), the means and deviations of its batch normalisation taken from 30 batches.
 */
final class PretrainingStudy implements Study {

    /**
     * Heads without a hidden layer: with the trainer's other defaults, and with hardly any regularisation, which suits
     * random features better.
     */
    private static final Map<String, Map<String, String>> LINEAR_PROBES = new TreeMap<>(Map.of(
            "default",
            Map.of(TrainingOptions.HIDDEN, "0"),
            "lightly regularised",
            Map.of(
                    TrainingOptions.HIDDEN, "0",
                    TrainingOptions.DROPOUT, "0",
                    TrainingOptions.WEIGHT_DECAY, "0.01")));

    @Override
    public String name() {
        return "pretraining";
    }

    @Override
    public String title() {
        return "The built-in backbone against the same network with random weights, linear probe";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Surfaces plain = new Surfaces(Severity.PLAIN, SurfaceKind.FIRST_SIX);
        Surfaces subtle = new Surfaces(Severity.SUBTLE, SurfaceKind.FIRST_SIX);
        List<Backbone> random = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            random.add(random(laboratory, run));
        }
        String size = "300 training pictures";
        compare(laboratory, random, figures, "surfaces, " + size, 25, run -> plain.draw(300, 600, run));
        compare(laboratory, random, figures, "subtle surfaces, " + size, 25, run -> subtle.draw(300, 600, run));
        Photographs photographs = laboratory.assets().photographs();
        String flowers = "flowers, 625 training photographs";
        compare(laboratory, random, figures, flowers, 9, run -> photographs.draw(625, run));
    }

    private static Backbone random(Laboratory laboratory, int run) throws IOException {
        PretrainOptions options = PretrainOptions.defaults(laboratory.directory())
                .withName("random-" + run)
                .withSeed(run)
                .withBudget(0, Integer.MAX_VALUE);
        try {
            return Backbone.importOnnx(
                    BackbonePretraining.run(options, progress -> {}).model(),
                    options.name(),
                    laboratory.builtIn().preprocessing(),
                    laboratory.store());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while random weights were made");
        }
    }

    private static void compare(
            Laboratory laboratory,
            List<Backbone> random,
            Consumer<Figure> figures,
            String what,
            double asked,
            IntFunction<Draw> draws)
            throws IOException {
        for (Map.Entry<String, Map<String, String>> probe : LINEAR_PROBES.entrySet()) {
            String name = what + ", " + probe.getKey() + " probe: ";
            List<Double> before = new ArrayList<>();
            List<Double> after = new ArrayList<>();
            for (int run = 0; run < random.size(); run++) {
                Draw draw = draws.apply(run);
                TrainingOptions options = laboratory.options(run, probe.getValue());
                before.add(laboratory.accuracy(random.get(run), draw, options));
                after.add(laboratory.accuracy(laboratory.builtIn(), draw, options));
            }
            figures.accept(Figure.of(name + "random weights", Unit.ACCURACY, before));
            figures.accept(Figure.of(name + "pre-trained", Unit.ACCURACY, after));
            figures.accept(Figure.gain(name + "gain", before, after).atLeast(asked));
        }
    }
}
