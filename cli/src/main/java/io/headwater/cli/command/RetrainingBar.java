package io.headwater.cli.command;

import io.headwater.vision.RetrainProgress;
import java.util.Locale;

/** How far a retraining has come: a bar over its epochs, or where there is no terminal a line for each phase. */
final class RetrainingBar implements AutoCloseable {

    private final Output output;
    private final Progress bar;
    private RetrainProgress last;

    RetrainingBar(Output output) {
        this.output = output;
        this.bar = Progress.of("Retraining", -1, output.isJson());
    }

    void show(RetrainProgress now) {
        boolean newPhase = last == null || last.getPhase() != now.getPhase();
        if (bar.isShown()) {
            if (now.getEpochs() > 0 && (last == null || last.getEpochs() != now.getEpochs())) {
                bar.restart(now.getEpochs());
            }
            if (now.getEpochs() > 0) {
                bar.stepTo(now.getEpoch());
            }
            bar.note(now.getEpochs() > 0 ? figures(now) : name(now));
        } else {
            // The last epoch's line tells what the training came to; those before it would only scroll by.
            if (newPhase && last != null && last.getEpochs() > 0) {
                output.remark("  " + figures(last));
            }
            if (newPhase) {
                output.remark(name(now));
            }
        }
        last = now;
    }

    private static String name(RetrainProgress progress) {
        return switch (progress.getPhase()) {
            case WAITING -> "waiting for the classifier";
            case SAMPLES -> "taking in samples";
            case EMBEDDING -> "embedding";
            case TRAINING -> "training";
            case CHECKING -> "checking the package";
            case JUDGING -> "judging";
            case PUBLISHING -> "publishing";
            default -> "working";
        };
    }

    private static String figures(RetrainProgress progress) {
        String figures = String.format(Locale.ROOT, "epoch %d of %d", progress.getEpoch(), progress.getEpochs());
        if (progress.getLoss() != null) {
            figures += String.format(Locale.ROOT, ", loss %.3f", progress.getLoss());
        }
        if (progress.getHoldoutAccuracy() != null) {
            figures += String.format(Locale.ROOT, ", hold-out accuracy %.3f", progress.getHoldoutAccuracy());
        }
        return figures;
    }

    @Override
    public void close() {
        bar.close();
    }
}
