package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.model.Backbone;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How much a frozen ImageNet backbone needs to see. */
final class FlowersStudy implements Study {

    /** Training photographs, and what a Dense-128 head should reach with them. */
    private static final Map<Integer, Double> ASKED = new LinkedHashMap<>();

    static {
        ASKED.put(100, 0.785);
        ASKED.put(300, 0.830);
        ASKED.put(625, 0.860);
    }

    /** Augmented views of each photograph, and how many points they may cost. */
    private static final Map<String, String> AUGMENTED = Map.of(TrainingOptions.AUGMENT_VIEWS, "4");

    private static final double LARGEST_LOSS = 1;

    @Override
    public String name() {
        return "flowers";
    }

    @Override
    public String title() {
        return "Photographs behind a frozen MobileNetV2, default head; with augmentation, four views of each";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Photographs photographs = laboratory.assets().photographs();
        Backbone backbone = laboratory.mobileNet();
        for (Map.Entry<Integer, Double> asked : ASKED.entrySet()) {
            List<Double> accuracy = new ArrayList<>();
            List<Double> augmented = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                Draw draw = photographs.draw(asked.getKey(), run);
                accuracy.add(laboratory.accuracy(backbone, draw, laboratory.options(run, Map.of())));
                augmented.add(laboratory.accuracy(backbone, draw, laboratory.options(run, AUGMENTED)));
            }
            figures.accept(Figure.of(asked.getKey() + " training photographs", Unit.ACCURACY, accuracy)
                    .atLeast(asked.getValue()));
            String title = asked.getKey() + " training photographs, with augmentation";
            figures.accept(Figure.of(title, Unit.ACCURACY, augmented));
            figures.accept(Figure.gain(title + ", gain", accuracy, augmented).atLeast(-LARGEST_LOSS));
        }
    }
}
