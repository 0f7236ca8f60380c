package io.headwater.streams.internal.quality;

import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds the counts of all tasks up to one window for each version. A window is of the clock: what arrives counts when it
 * arrives, however old it is. It ends with its time, also when nothing comes any more.
 *
 * <p>Drift is measured against the version's first windows, as many as it takes to have enough predictions. From the
 * windows that have drifted some events are put up for review.
 */
final class QualityMerger implements Processor<String, QualityPart, String, SpecificRecord> {

    private static final int LOOKS_PER_WINDOW = 20;

    private final QualitySettings settings;
    private final long windowMillis;

    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, QualityWindow> windows;
    private KeyValueStore<String, QualityWindow> references;
    private Examples examples;
    private Cancellable looking;
    private long lastLook;

    QualityMerger(QualitySettings settings) {
        this.settings = settings;
        this.windowMillis = settings.window().toMillis();
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.windows = context.getStateStore(QualityMergerSupplier.WINDOWS);
        this.references = context.getStateStore(QualityMergerSupplier.REFERENCES);
        KeyValueStore<String, ReviewItem> items = context.getStateStore(QualityMergerSupplier.EXAMPLES);
        this.examples = new Examples(items, settings.maxExamples());
        if (looking != null) {
            // The task was revived; its clock goes on.
            looking.cancel();
            looking = null;
        }
        look();
    }

    @Override
    public void process(Record<String, QualityPart> record) {
        if (record.value() == null) {
            return;
        }
        String key = record.key();
        // A record is processed at the time at which its round of the thread began, a punctuation at its own.
        long now = Math.max(context.currentSystemTimeMs(), lastLook);
        QualityWindow part = record.value().counts();
        QualityWindow open = windows.get(key);
        if (open != null && isOver(open, now)) {
            finish(key, open, now);
            open = null;
        }
        QualityWindow window = open == null ? begun(part, now) : sum(open, part);
        windows.put(key, window);
        int predictions = QualityCounts.predictions(window);
        examples.offer(key, record.value().example(), predictions - QualityCounts.predictions(part), predictions);
        look();
    }

    private QualityWindow begun(QualityWindow part, long now) {
        long start = now - now % windowMillis;
        return QualityWindow.newBuilder(part)
                .setWindowStart(Instant.ofEpochMilli(start))
                .setWindowEnd(Instant.ofEpochMilli(start + windowMillis))
                .build();
    }

    private static QualityWindow sum(QualityWindow window, QualityWindow part) {
        return new QualityCounts()
                .add(window)
                .add(part)
                .window(window.getModel(), window.getVersion(), window.getWindowStart(), window.getWindowEnd())
                .build();
    }

    /** Only while there are windows: a punctuation counts as work, and an idle task would commit all the time. */
    private void look() {
        if (looking == null) {
            Duration interval = Duration.ofMillis(Math.max(1, windowMillis / LOOKS_PER_WINDOW));
            looking = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::finishAll);
        }
    }

    private void finishAll(long now) {
        lastLook = now;
        List<KeyValue<String, QualityWindow>> rows = new ArrayList<>();
        try (KeyValueIterator<String, QualityWindow> all = windows.all()) {
            all.forEachRemaining(rows::add);
        }
        int open = 0;
        for (KeyValue<String, QualityWindow> row : rows) {
            if (row.value == null) {
                windows.delete(row.key);
            } else if (isOver(row.value, now)) {
                finish(row.key, row.value, now);
            } else {
                open++;
            }
        }
        if (open == 0) {
            looking.cancel();
            looking = null;
        }
    }

    private static boolean isOver(QualityWindow window, long now) {
        return now >= window.getWindowEnd().toEpochMilli();
    }

    private void finish(String key, QualityWindow counted, long now) {
        QualityWindow window = scored(key, counted);
        context.forward(new Record<>(key, window, now));
        List<ReviewItem> taken = examples.take(key);
        if (window.getDriftScore() != null && window.getDriftScore() >= settings.driftThreshold()) {
            taken.forEach(item -> context.forward(new Record<>(item.getEventId(), item, now)));
        }
        windows.delete(key);
    }

    /** The window with its drift score, or as it is while it is needed for what others are compared with. */
    private QualityWindow scored(String key, QualityWindow window) {
        int predictions = QualityCounts.predictions(window);
        QualityWindow reference = references.get(key);
        int compared = reference == null ? 0 : QualityCounts.predictions(reference);
        if (compared < settings.minPredictions()) {
            if (predictions > 0) {
                references.put(key, reference == null ? window : sum(reference, window));
            }
            return window;
        }
        if (predictions < settings.minPredictions()) {
            return window;
        }
        return QualityWindow.newBuilder(window)
                .setDriftScore(PopulationStability.index(reference.getPredicted(), window.getPredicted()))
                .setReferencePredictions(compared)
                .build();
    }
}
