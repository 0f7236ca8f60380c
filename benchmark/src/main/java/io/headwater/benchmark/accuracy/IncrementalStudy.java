package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.model.Backbone;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Whether labels that arrive one after the other are learned as well as all at once. */
final class IncrementalStudy implements Study {

    private static final double LARGEST_LOSS = 2;
    private static final Map<String, String> WARM = Map.of(TrainingOptions.WARM_START, "true");

    @Override
    public String name() {
        return "incremental";
    }

    @Override
    public String title() {
        return "Photographs behind a frozen MobileNetV2, one label after the other, in another order each run";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Photographs photographs = laboratory.assets().photographs();
        List<Double> atOnce = new ArrayList<>();
        List<Double> replayed = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        List<Double> forgetful = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            List<List<Picture>> stages = stages(photographs, run);
            List<List<Picture>> all = List.of(photographs.training());
            atOnce.add(accuracy(laboratory, photographs, all, "at-once-" + run, Map.of(), run, true));
            replayed.add(accuracy(laboratory, photographs, stages, "replayed-" + run, Map.of(), run, true));
            warm.add(accuracy(laboratory, photographs, stages, "warm-" + run, WARM, run, true));
            forgetful.add(accuracy(laboratory, photographs, stages, "forgetful-" + run, WARM, run, false));
        }
        figures.accept(Figure.of("all labels at once", Unit.ACCURACY, atOnce));
        figures.accept(Figure.of("in stages, all samples replayed (default)", Unit.ACCURACY, replayed));
        figures.accept(
                Figure.gain("the same, against all at once", atOnce, replayed).atLeast(-LARGEST_LOSS));
        figures.accept(Figure.of("in stages, all samples replayed, warm start", Unit.ACCURACY, warm));
        figures.accept(
                Figure.gain("the same, against all at once", atOnce, warm).atLeast(-LARGEST_LOSS));
        figures.accept(Figure.of("in stages, without replay, warm start", Unit.ACCURACY, forgetful));
    }

    private static double accuracy(
            Laboratory laboratory,
            Photographs photographs,
            List<List<Picture>> stages,
            String name,
            Map<String, String> overrides,
            int run,
            boolean replay)
            throws IOException {
        Backbone backbone = laboratory.mobileNet();
        // All in one session: labels arrive picture by picture, which would open one for each.
        laboratory.embeddings().of(backbone, photographs.training());
        ArrivingLabels arriving = new ArrivingLabels(laboratory, backbone, laboratory.options(run, overrides), name);
        for (List<Picture> stage : stages) {
            arriving.stage(stage, replay);
        }
        return arriving.accuracy(photographs.test());
    }

    private static List<List<Picture>> stages(Photographs photographs, int run) {
        List<String> labels = new ArrayList<>(photographs.labels());
        Collections.shuffle(labels, new Random(new SplittableRandom(run).nextLong()));
        return labels.stream()
                .map(label -> photographs.training().stream()
                        .filter(picture -> picture.label().equals(label))
                        .toList())
                .toList();
    }
}
