package io.headwater.benchmark.speed.contender;

import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The same answer from everybody: five best labels and where the image is. */
final class Results {

    private static final int TOP_K = 5;

    private Results() {}

    /** @param probabilities in the order of the labels */
    static Classification of(ImageEvent event, ImageReference image, List<String> labels, float[] probabilities) {
        List<LabelScore> scores = new ArrayList<>(probabilities.length);
        for (int i = 0; i < probabilities.length; i++) {
            scores.add(new LabelScore(labels.get(i), probabilities[i]));
        }
        scores.sort(Comparator.comparing(LabelScore::getScore).reversed());
        List<LabelScore> best = scores.subList(0, Math.min(TOP_K, scores.size()));
        return Classification.newBuilder()
                .setEventId(event.getEventId())
                .setModel("default")
                .setVersion(1)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setLabel(best.get(0).getLabel())
                .setConfidence(best.get(0).getScore())
                .setTopK(best)
                .setImage(image)
                .setCapturedAt(event.getCapturedAt())
                .setClassifiedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }
}
