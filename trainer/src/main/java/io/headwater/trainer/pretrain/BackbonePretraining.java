package io.headwater.trainer.pretrain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Pre-trains a small backbone on generated pictures and writes it as ONNX. The first part of the training runs at half
 * resolution, which costs a quarter of the time for each picture.
 */
public final class BackbonePretraining {
    private static final double HALF_RESOLUTION = 0.5;
    private static final int REPORT_EVERY = 50;
    private static final int SCORE_EVERY = 10;
    private static final int OBSERVED_BATCHES = 30;
    private static final int EVALUATED_BATCHES = 16;

    private BackbonePretraining() {}

    /**
     * Trains and writes {@code NAME.onnx} and {@code NAME.properties}. The same options give the same pictures, order
     * and first weights; results agree up to the floating point of the machine. PyTorch uses as many threads as
     * {@code OMP_NUM_THREADS} says.
     *
     * @throws IOException when the files cannot be written
     * @throws InterruptedException when the calling thread is interrupted; nothing is written then
     */
    public static PretrainResult run(PretrainOptions options, PretrainProgress.Listener listener)
            throws IOException, InterruptedException {
        Files.createDirectories(options.directory());
        LearningRateSchedule learningRate = new LearningRateSchedule(options.learningRate());
        try (PretrainSession session = new PretrainSession(options, learningRate)) {
            long started = System.nanoTime();
            int steps = train(session, learningRate, options, listener);
            double seconds = secondsSince(started);
            PretrainSession.Score score = evaluate(session, options);
            List<String> categories = PatternGenerator.categories();
            byte[] onnx = new BackboneOnnxExport(session.network(), categories, options.name())
                    .toModel()
                    .toByteArray();
            int embeddingSize = session.network().embeddingSize();
            return new PretrainResult(
                    write(options.directory().resolve(options.name() + ".onnx"), onnx),
                    write(
                            options.directory().resolve(options.name() + ".properties"),
                            describe(options, embeddingSize)),
                    session.network().featureParameters(),
                    embeddingSize,
                    score.categoryAccuracy(),
                    score.colourAccuracy(),
                    steps,
                    seconds);
        }
    }

    private static int train(
            PretrainSession session,
            LearningRateSchedule learningRate,
            PretrainOptions options,
            PretrainProgress.Listener listener)
            throws InterruptedException {
        try (BatchSource source = new BatchSource(options.seed(), options.batchSize())) {
            if (options.steps() == 0) {
                for (int i = 0; i < OBSERVED_BATCHES; i++) {
                    session.observe(source.take());
                }
                return 0;
            }
            source.take(); // waits for the first pictures, so that the time below is training's own
            long started = System.nanoTime();
            Averages averages = new Averages();
            int step = 0;
            double progress = 0;
            while (progress < 1) {
                learningRate.advanceTo(progress);
                boolean scored = step % SCORE_EVERY == 0;
                averages.add(session.step(source.take(), progress < HALF_RESOLUTION, scored));
                step++;
                double seconds = secondsSince(started);
                progress = Math.max(step / (double) options.steps(), seconds / options.maxSeconds());
                if (step % REPORT_EVERY == 0 || progress >= 1) {
                    listener.progressed(averages.report(step, options.steps(), seconds));
                }
            }
            return step;
        }
    }

    private static PretrainSession.Score evaluate(PretrainSession session, PretrainOptions options)
            throws InterruptedException {
        Averages averages = new Averages();
        try (BatchSource fresh = new BatchSource(options.seed() + 1_000_003, options.batchSize())) {
            for (int i = 0; i < EVALUATED_BATCHES; i++) {
                averages.add(session.evaluate(fresh.take()));
            }
        }
        PretrainProgress mean = averages.report(0, 0, 0);
        return new PretrainSession.Score(mean.loss(), mean.categoryAccuracy(), mean.colourAccuracy());
    }

    private static byte[] describe(PretrainOptions options, int embeddingSize) {
        String text =
                """
                # How to feed %1$s.onnx. Mean and std are for pixel values from 0 to 255.
                name=%1$s
                input.size=%2$d
                resize=stretch
                layout=nchw
                channel.mean=%3$s,%3$s,%3$s
                channel.std=%4$s,%4$s,%4$s
                embedding.size=%5$d
                licence=Apache-2.0
                """
                        .formatted(
                                options.name(),
                                BackboneInput.SIZE,
                                BackboneInput.MEAN,
                                BackboneInput.STD,
                                embeddingSize);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, content);
        return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    /** Means of scores since the last report. */
    private static final class Averages {
        private double loss;
        private double category;
        private double colour;
        private int count;

        void add(PretrainSession.Score score) {
            if (score != null) {
                loss += score.loss();
                category += score.categoryAccuracy();
                colour += score.colourAccuracy();
                count++;
            }
        }

        PretrainProgress report(int step, int steps, double seconds) {
            PretrainProgress progress =
                    new PretrainProgress(step, steps, loss / count, category / count, colour / count, seconds);
            loss = 0;
            category = 0;
            colour = 0;
            count = 0;
            return progress;
        }
    }
}
