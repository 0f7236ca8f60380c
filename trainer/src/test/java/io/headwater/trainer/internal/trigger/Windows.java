package io.headwater.trainer.internal.trigger;

import io.headwater.vision.QualityWindow;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;

/** Quality windows of a minute. */
final class Windows {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Windows() {}

    static QualityWindow labelled(int version, int minute, int labelled, int correct) {
        return window(version, minute).setLabelled(labelled).setCorrect(correct).build();
    }

    static QualityWindow drifted(int version, int minute, Map<String, Integer> predicted, double score, int reference) {
        return window(version, minute)
                .setPredicted(predicted)
                .setDriftScore(score)
                .setReferencePredictions(reference)
                .build();
    }

    static Instant endOf(int minute) {
        return START.plusSeconds(60L * (minute + 1));
    }

    /** What names an alarm of this minute's window. */
    static long alarm(int minute) {
        return endOf(minute).toEpochMilli();
    }

    private static QualityWindow.Builder window(int version, int minute) {
        return QualityWindow.newBuilder()
                .setModel("default")
                .setVersion(version)
                .setWindowStart(endOf(minute - 1))
                .setWindowEnd(endOf(minute))
                .setLabelled(0)
                .setCorrect(0)
                .setConfidenceHistogram(Collections.nCopies(10, 0));
    }
}
