package io.headwater.cli.demo;

import java.util.Arrays;
import java.util.Optional;

/** The lamp fails: the same surfaces look different, and the model has to learn them again. */
final class NewLight implements Chapter {

    static final String PHASE = "new light";

    @Override
    public String title() {
        return "The light changes";
    }

    @Override
    public String why() {
        return "The white lamp has failed; what is left is warm, dim and comes from the side. Nothing is wrong with the"
                + " software, but the accuracy falls. Labels of the new pictures bring it back.";
    }

    @Override
    public void play(Stage stage) {
        LoopWatch watch = stage.watch();
        DemoPlan plan = stage.plan();
        double before = watch.accuracy(SeventhKind.PHASE, watch.liveVersion());
        stage.show(new Scene(PHASE, Arrays.asList(SurfaceKind.values()), Lighting.CHANGED));
        stage.measure(watch.liveVersion(), plan.measured());
        long labels = watch.samples();
        for (int round = 1; round <= plan.rounds(); round++) {
            stage.await(new Goal("labels in all", watch::samples, labels + (long) round * plan.newLightLabels()));
            Optional<Integer> version = stage.retrain();
            if (version.isPresent()) {
                double accuracy = stage.measure(version.get(), plan.measured());
                if (accuracy >= before - DemoPlan.LIGHT_GAP) {
                    return;
                }
            }
        }
    }
}
