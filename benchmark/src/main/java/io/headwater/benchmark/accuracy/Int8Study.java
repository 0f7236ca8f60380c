package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneQuantiser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the int8 form of a backbone costs: the same heads behind both forms. */
final class Int8Study implements Study {

    /** As many as the trainer takes. */
    private static final int CALIBRATION_IMAGES = 128;

    @Override
    public String name() {
        return "int8";
    }

    @Override
    public String title() {
        return "Photographs behind a frozen MobileNetV2 and its int8 form, default head";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        Photographs photographs = laboratory.assets().photographs();
        Backbone backbone = laboratory.mobileNet();
        List<Picture> calibration = photographs.draw(CALIBRATION_IMAGES, 0).training();
        Backbone quantised = new BackboneQuantiser(laboratory.store(), laboratory.decoder(), 1)
                .quantise(backbone, calibration.stream().map(Picture::buffer).toList());
        for (int count : new int[] {300, 625}) {
            List<Double> asFloat = new ArrayList<>();
            List<Double> asInt8 = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                List<Double> both = laboratory.accuracy(
                        backbone,
                        List.of(backbone, quantised),
                        photographs.draw(count, run),
                        laboratory.options(run, Map.of()));
                asFloat.add(both.get(0));
                asInt8.add(both.get(1));
            }
            String what = count + " training photographs, ";
            figures.accept(Figure.of(what + "float32", Unit.ACCURACY, asFloat));
            figures.accept(Figure.of(what + "int8", Unit.ACCURACY, asInt8));
            figures.accept(
                    Figure.gain(what + "int8 against float32", asFloat, asInt8).atLeast(-1));
        }
    }
}
