package io.headwater.cli.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A kind appears that no version has ever seen; labels teach it. */
final class SeventhKind implements Chapter {

    static final String PHASE = "seventh kind";
    static final SurfaceKind NEW = SurfaceKind.BLISTER;

    @Override
    public String title() {
        return "A seventh kind appears: " + NEW.label();
    }

    @Override
    public String why() {
        return "No version knows it, so every such picture is called something else. The first labels with a new name"
                + " make the head grow by one output; nothing has to be configured.";
    }

    @Override
    public void play(Stage stage) {
        LoopWatch watch = stage.watch();
        DemoPlan plan = stage.plan();
        String label = NEW.label();
        List<SurfaceKind> seven = Arrays.asList(SurfaceKind.values());
        stage.show(new Scene(PHASE, seven, Lighting.NORMAL));
        stage.measure(watch.liveVersion(), plan.measured());
        for (int round = 1; round <= plan.rounds(); round++) {
            int labels = plan.newKindLabels() * round;
            stage.await(new Goal("labels that say " + label, () -> watch.samples(label), labels));
            Optional<Integer> version = stage.retrain();
            if (version.isPresent()) {
                int live = version.get();
                stage.await(new Goal(
                        "pictures of a " + label + " classified by version " + live,
                        () -> watch.events(PHASE, live, label),
                        plan.newKindMeasured()));
                stage.measure(live, plan.measured());
                double recall = watch.recall(PHASE, live, label);
                stage.view().recall(live, label, recall);
                if (recall >= DemoPlan.FOUND) {
                    return;
                }
            }
        }
    }
}
