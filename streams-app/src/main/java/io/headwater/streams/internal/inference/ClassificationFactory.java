package io.headwater.streams.internal.inference;

import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.vision.Classification;
import io.headwater.vision.ClassificationStatus;
import io.headwater.vision.ImageEvent;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes the records that go to the classifications topic. */
final class ClassificationFactory {

    private final String model;
    private final int topK;
    private final Function<Classification, byte[]> encoder;
    private final Clock clock;

    /**
     * @param topK labels that a classification names
     * @param encoder makes what goes to the topic
     */
    ClassificationFactory(String model, int topK, Function<Classification, byte[]> encoder, Clock clock) {
        this.model = model;
        this.topK = topK;
        this.encoder = encoder;
        this.clock = clock;
    }

    EncodedClassification withoutModel(Item item) {
        return encoded(common(item).setStatus(ClassificationStatus.NO_MODEL));
    }

    /** @param probabilities one for each label of the item's model */
    EncodedClassification classified(Item item, float[] probabilities, long inferenceMicros) {
        List<LabelScore> best = best(item.session().labels(), probabilities, topK);
        return encoded(common(item)
                .setStatus(ClassificationStatus.CLASSIFIED)
                .setVersion(item.version())
                .setLabel(best.get(0).getLabel())
                .setConfidence(best.get(0).getScore())
                .setTopK(best)
                .setInferenceMicros(inferenceMicros));
    }

    private EncodedClassification encoded(Classification.Builder classification) {
        return EncodedClassification.of(classification.build(), encoder);
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

    /** The most probable labels, best first, of equal ones the first. */
    static List<LabelScore> best(List<String> labels, float[] probabilities, int topK) {
        int[] top = new int[Math.min(topK, probabilities.length)];
        for (int i = 0; i < probabilities.length; i++) {
            // Nearly all of many labels are below the last of these: one comparison each.
            if (i < top.length || probabilities[i] > probabilities[top[top.length - 1]]) {
                int rank = Math.min(i, top.length - 1);
                while (rank > 0 && probabilities[i] > probabilities[top[rank - 1]]) {
                    top[rank] = top[--rank];
                }
                top[rank] = i;
            }
        }
        List<LabelScore> best = new ArrayList<>(top.length);
        for (int label : top) {
            best.add(new LabelScore(labels.get(label), probabilities[label]));
        }
        return best;
    }
}
