package io.headwater.cli.demo;

import java.util.Optional;

/** Labels keep coming for a third of the pictures, and each version is better than the one before. */
final class SixKinds implements Chapter {

    static final String PHASE = "six kinds";

    @Override
    public String title() {
        return "Labels keep coming";
    }

    @Override
    public String why() {
        return "A person labels a third of the pictures. The labels are joined to the very prediction they correct, and"
                + " each new version goes live under load, once the gate finds it no worse on pictures held out.";
    }

    @Override
    public void play(Stage stage) {
        LoopWatch watch = stage.watch();
        stage.show(new Scene(PHASE, SurfaceKind.FIRST_SIX, Lighting.NORMAL));
        stage.measure(watch.liveVersion(), stage.plan().measured());
        stage.labeller().allowAll();
        for (int mark : stage.plan().marks()) {
            stage.await(new Goal("labels in all", watch::samples, mark));
            Optional<Integer> version = stage.retrain();
            if (version.isPresent()) {
                double accuracy = stage.measure(version.get(), stage.plan().measured());
                if (accuracy >= DemoPlan.GOOD) {
                    return;
                }
            }
        }
    }
}
