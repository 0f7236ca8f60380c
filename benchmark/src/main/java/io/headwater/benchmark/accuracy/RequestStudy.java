package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.cli.client.Artifacts;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.ModelHistory;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.PlatformOptions;
import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.BackboneCatalogue;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.vision.RetrainPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** From a request until images are classified by the version that came of it, on a platform that has its samples. */
final class RequestStudy implements Study {

    private static final int SAMPLES = 10_000;

    /** One pass: what comes after it is no worse, so the gate lets it through. */
    private static final Map<String, String> SHORT = Map.of(TrainingOptions.EPOCHS, "1");

    @Override
    public String name() {
        return "request";
    }

    @Override
    public String title() {
        return "The whole platform with " + SAMPLES + " photographs (the training ones again and again) behind"
                + " MobileNetV2: from a request to the first classification by its version, ten images a second";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        List<Double> answered = new ArrayList<>();
        List<Double> live = new ArrayList<>();
        Map<RetrainPhase, List<Double>> phases = new LinkedHashMap<>();
        PlatformOptions options =
                PlatformOptions.in(laboratory.directory().resolve("platform")).onFreePorts();
        try (LocalPlatform platform = LocalPlatform.start(options, System.err::println);
                Cluster cluster = Cluster.connect(platform.config())) {
            use(laboratory, cluster);
            try (LabelledTraffic traffic = new LabelledTraffic(
                    cluster, laboratory.assets().photographs().training())) {
                traffic.label(SAMPLES);
                traffic.keepSending();
                // Embeds all samples, which is not what is measured.
                traffic.retrain("first", SHORT);
                for (int run = 0; run < runs; run++) {
                    ModelHistory history = ModelHistory.read(cluster);
                    history.promote(history.version(1), name());
                    Map<String, String> seed = Map.of(TrainingOptions.SEED, Integer.toString(run));
                    LabelledTraffic.Seconds seconds = traffic.retrain("run-" + run, seed);
                    answered.add(seconds.untilAnswered());
                    live.add(seconds.untilLive());
                    seconds.phases().forEach((phase, length) -> phases.computeIfAbsent(phase, p -> new ArrayList<>())
                            .add(length));
                }
            }
        }
        phases.forEach((phase, lengths) ->
                figures.accept(Figure.of("of it " + phase.name().toLowerCase(Locale.ROOT), Unit.SECONDS, lengths)));
        figures.accept(Figure.of("request until answered", Unit.SECONDS, answered));
        figures.accept(Figure.of("request until an image is classified by its version", Unit.SECONDS, live)
                .below(3));
    }

    private static void use(Laboratory laboratory, Cluster cluster) throws IOException {
        try (ArtifactStore store = Artifacts.open(cluster.config())) {
            BackboneCatalogue catalogue = new BackboneCatalogue(store);
            Backbone backbone = laboratory.mobileNet(store);
            catalogue.save(backbone);
            catalogue.use(cluster.config().modelName(), backbone.name());
        }
    }
}
