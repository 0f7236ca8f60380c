package io.headwater.streams.internal.inference;

import io.headwater.streams.internal.DeadLetter;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Makes the records that go to the classifications topic. */
final class ClassificationFactory {

    private final String model;
    private final int topK;
    private final Clock clock;

    /** @param topK labels that a classification names */
    ClassificationFactory(String model, int topK, Clock clock) {
        this.model = model;
        this.topK = topK;
        this.clock = clock;
    }

    Classification withoutModel(Item item) {
        return common(item).setStatus(ClassificationStatus.NO_MODEL).build();
    }

    /** @param probabilities one for each label of the item's model */
    Classification classified(Item item, float[] probabilities, long inferenceMicros) {
        List<LabelScore> best = best(item.session().labels(), probabilities);
        return common(item)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setVersion(item.version())
                .setLabel(best.get(0).getLabel())
                .setConfidence(best.get(0).getScore())
                .setTopK(best)
                .setInferenceMicros(inferenceMicros)
                .build();
    }

    private Classification.Builder common(Item item) {
        ImageEvent event = item.event();
        DeadLetter.Origin origin = item.record().origin();
        return Classification.newBuilder()
                .setEventId(event.getEventId())
                .setModel(model)
                .setImage(new ImageReference(origin.topic(), origin.partition(), origin.offset()))
                .setCapturedAt(event.getCapturedAt())
                .setClassifiedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** The most probable labels, best first. Few are wanted of many: a selection is cheaper than a sort. */
    private List<LabelScore> best(List<String> labels, float[] probabilities) {
        int count = Math.min(topK, probabilities.length);
        boolean[] taken = new boolean[probabilities.length];
        List<LabelScore> best = new ArrayList<>(count);
        for (int rank = 0; rank < count; rank++) {
            int top = -1;
            for (int i = 0; i < probabilities.length; i++) {
                if (!taken[i] && (top < 0 || probabilities[i] > probabilities[top])) {
                    top = i;
                }
            }
            taken[top] = true;
            best.add(new LabelScore(labels.get(top), probabilities[top]));
        }
        return best;
    }
}
