package io.headwater.streams.internal.quality;

import io.headwater.schemas.ModelKeys;
import io.headwater.streams.internal.DrainStore;
import io.headwater.streams.internal.LateForward;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabelScore;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import io.headwater.vision.ReviewReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/**
 * Counts what a task sees and hands the counts on at each commit, in its transaction: one small record a version and
 * commit instead of a write to a store for every event. What a crash takes is what the crash makes the task read again.
 */
final class QualityCounter implements Processor<String, List<Observation>, String, QualityPart> {

    private final QualitySettings settings;
    private final Map<Integer, QualityCounts> counts = new TreeMap<>();
    private final Map<Integer, Observation> examples = new TreeMap<>();

    private ProcessorContext<String, QualityPart> context;
    private LateForward<String, QualityPart> lateForward;
    private ProcessorRecordContext lastSeen;

    QualityCounter(QualitySettings settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, QualityPart> context) {
        this.context = context;
        this.lateForward = new LateForward<>(context);
        DrainStore store = context.getStateStore(QualityCounterSupplier.STORE);
        store.attach(this::forwardCounts, this::discard);
    }

    @Override
    public void process(Record<String, List<Observation>> record) {
        lastSeen = lateForward.origin();
        record.value().forEach(this::count);
    }

    private void count(Observation observation) {
        counts.computeIfAbsent(observation.version(), version -> new QualityCounts())
                .add(observation);
        if (observation.isPrediction()) {
            examples.put(observation.version(), observation);
        }
    }

    private void forwardCounts() {
        if (counts.isEmpty()) {
            return;
        }
        long now = context.currentSystemTimeMs();
        counts.forEach((version, part) -> lateForward.forward(
                new Record<>(ModelKeys.version(settings.model(), version), part(version, now), now), lastSeen));
        discard();
    }

    private QualityPart part(int version, long now) {
        Instant time = Instant.ofEpochMilli(now);
        QualityWindow window = counts.get(version)
                .window(settings.model(), version, time, time)
                .build();
        return new QualityPart(window, example(examples.get(version), now));
    }

    private ReviewItem example(Observation prediction, long now) {
        if (prediction == null) {
            return null;
        }
        return ReviewItem.newBuilder()
                .setEventId(prediction.eventId())
                .setReason(ReviewReason.DRIFT)
                .setModel(settings.model())
                .setVersion(prediction.version())
                .setScores(List.of(new LabelScore(prediction.predicted(), prediction.confidence())))
                .setImage(new ImageReference(settings.imagesTopic(), prediction.partition(), prediction.offset()))
                .setClassifiedAt(Instant.ofEpochMilli(now))
                .build();
    }

    private void discard() {
        counts.clear();
        examples.clear();
    }

    @Override
    public void close() {
        discard();
    }
}
