package io.headwater.cli.demo;

/** Pictures come before there is any model; a few labels make the first version. */
final class ColdStart implements Chapter {

    static final String PHASE = "cold start";

    private static final int SHOWN_UNCLASSIFIED = 60;

    @Override
    public String title() {
        return "No model yet";
    }

    @Override
    public String why() {
        return "A camera sends pictures of six kinds of surface. Nothing can classify them, but every event is answered"
                + " (NO_MODEL), so that a person can begin to label. The first labels make version 1.";
    }

    @Override
    public void play(Stage stage) {
        int labels = stage.plan().firstLabels();
        stage.show(new Scene(PHASE, SurfaceKind.FIRST_SIX, Lighting.NORMAL));
        stage.await(new Goal("pictures answered without a model", stage.watch()::answered, SHOWN_UNCLASSIFIED));
        stage.labeller().allow(labels);
        stage.await(new Goal("labels joined to their pictures", stage.watch()::samples, labels));
        stage.retrain();
    }
}
