package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.RetrainPhase;
import io.headwater.vision.RetrainProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetrainingBarTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutATerminalItWritesALineForEachPhaseAndWhatTheTrainingCameTo() {
        show(false);

        assertThat(err.toString().lines())
                .containsExactly(
                        "waiting for the classifier",
                        "training",
                        "  epoch 40 of 40, loss 0.250, hold-out accuracy 0.875",
                        "judging");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withJsonItWritesNothing() {
        show(true);

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEmpty();
    }

    private void show(boolean json) {
        try (RetrainingBar bar = new RetrainingBar(new Output(new PrintWriter(out), new PrintWriter(err), json))) {
            bar.show(progress(RetrainPhase.WAITING, 0, 0, null, null));
            bar.show(progress(RetrainPhase.TRAINING, 0, 0, null, null));
            bar.show(progress(RetrainPhase.TRAINING, 7, 40, 0.9, 0.5));
            bar.show(progress(RetrainPhase.TRAINING, 40, 40, 0.25, 0.875));
            bar.show(progress(RetrainPhase.JUDGING, 0, 0, null, null));
        }
    }

    private static RetrainProgress progress(
            RetrainPhase phase, int epoch, int epochs, Double loss, Double holdoutAccuracy) {
        return new RetrainProgress("id", "default", phase, epoch, epochs, loss, holdoutAccuracy, Instant.now());
    }
}
