package io.headwater.benchmark.accuracy;

import io.headwater.benchmark.accuracy.Figure.Unit;
import io.headwater.model.Backbone;
import io.headwater.model.Batch;
import io.headwater.model.InferenceSession;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What cached embeddings save: a retraining against embedding the same images again. */
final class SpeedStudy implements Study {

    private static final int SAMPLES = 10_000;

    @Override
    public String name() {
        return "speed";
    }

    @Override
    public String title() {
        return SAMPLES
                + " photographs (the training ones again and again) by MobileNetV2 as the trainer embeds them, then a"
                + " retraining on what is cached";
    }

    @Override
    public void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException {
        List<Picture> photographs = laboratory.assets().photographs().training();
        Backbone backbone = laboratory.mobileNet();
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            pictures.add(photographs.get(i % photographs.size()));
        }
        List<float[]> embeddings = new ArrayList<>();
        double embedding = embed(laboratory, backbone, pictures, embeddings);
        List<String> labels = Laboratory.labels(pictures);
        TrainingSet set = new TrainingSet(embeddings, Laboratory.targets(pictures, labels), labels);
        List<Double> training = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            double seconds = train(laboratory, run, set);
            training.add(seconds);
            share.add(100 * seconds / embedding);
        }
        figures.accept(Figure.of("decoding and embedding", Unit.SECONDS, embedding));
        figures.accept(Figure.of("photographs decoded and embedded", Unit.RATE, SAMPLES / embedding));
        figures.accept(Figure.of("retraining the head", Unit.SECONDS, training));
        figures.accept(Figure.of("retraining ÷ embedding", Unit.PERCENT, share).below(5));
    }

    private static double embed(
            Laboratory laboratory, Backbone backbone, List<Picture> pictures, List<float[]> embeddings)
            throws IOException {
        try (InferenceSession session = InferenceSession.open(
                laboratory.store().fetchModel(backbone.artifacts()), laboratory.sessionOptions())) {
            Batch batch = session.newBatch();
            long began = System.nanoTime();
            for (int from = 0; from < pictures.size(); from += batch.capacity()) {
                int n = Math.min(batch.capacity(), pictures.size() - from);
                for (int i = 0; i < n; i++) {
                    laboratory.decoder().decode(pictures.get(from + i).buffer(), session.resize(), batch, i);
                }
                var result = session.embed(batch, n);
                for (int i = 0; i < n; i++) {
                    embeddings.add(result.embedding(i));
                }
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static double train(Laboratory laboratory, int run, TrainingSet set) {
        long began = System.nanoTime();
        try (TrainedHead trained =
                new HeadTrainer(laboratory.options(run, Map.of()).hyperParameters()).train(set)) {
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
