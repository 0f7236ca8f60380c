package io.headwater.streams.internal.inference;

import io.headwater.model.Batch;
import io.headwater.model.BatchResult;
import io.headwater.model.InferenceSession;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter.Stage;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Runs batches on one thread. A batch that fails is halved until the image at fault is alone; whether that image or
 * the device is to blame shows a run on zeros.
 */
final class BatchRunner {

    /** A run of the first {@code n} images; {@link InferenceSession#classify} outside tests. */
    @FunctionalInterface
    interface Engine {
        BatchResult classify(InferenceSession session, Batch batch, int n);
    }

    /** What to do while the device does not work. */
    @FunctionalInterface
    interface Pause {
        void before(int attempt) throws InterruptedException;
    }

    private final Engine engine;
    private final ClassificationFactory results;
    private final Pause pause;
    private final ClassifierMetrics metrics;

    private InferenceSession batchOwner;
    private Batch batch;

    BatchRunner(Engine engine, ClassificationFactory results, Pause pause, ClassifierMetrics metrics) {
        this.engine = engine;
        this.results = results;
        this.pause = pause;
        this.metrics = metrics;
    }

    /** Completes each item, all of one session. */
    void run(List<Item> items) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            BatchResult result;
            long start = System.nanoTime();
            try {
                result = classify(items);
            } catch (RuntimeException e) {
                if (items.size() > 1) {
                    run(items.subList(0, items.size() / 2));
                    run(items.subList(items.size() / 2, items.size()));
                    return;
                }
                Item item = items.get(0);
                if (item.isDropped()) {
                    item.drop();
                    return;
                }
                if (deviceWorks(item.session())) {
                    item.reject(Stage.INFERENCE, e.getClass().getSimpleName(), e.getMessage());
                    return;
                }
                metrics.transientFault("inference", e);
                pause.before(attempt);
                continue;
            }
            long nanos = System.nanoTime() - start;
            metrics.batch(items.size(), nanos);
            complete(items, result, nanos);
            return;
        }
    }

    private BatchResult classify(List<Item> items) {
        InferenceSession session = items.get(0).session();
        Batch target = batchFor(session);
        for (int i = 0; i < items.size(); i++) {
            target.slot(i).put(items.get(i).pixels().duplicate().flip());
        }
        return engine.classify(session, target, items.size());
    }

    private boolean deviceWorks(InferenceSession session) {
        try {
            Batch target = batchFor(session);
            ByteBuffer slot = target.slot(0);
            slot.put(new byte[slot.remaining()]);
            engine.classify(session, target, 1);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Batch batchFor(InferenceSession session) {
        if (batchOwner != session) {
            batch = session.newBatch();
            batchOwner = session;
        }
        return batch;
    }

    private void complete(List<Item> items, BatchResult result, long nanos) {
        long micros = nanos / 1_000 / items.size();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            float[] probabilities = result.probabilities(i);
            if (hasNaN(probabilities)) {
                item.reject(Stage.INFERENCE, "NOT_A_NUMBER", "The model's probabilities are not numbers");
            } else {
                item.accept(results.classified(item, probabilities, micros));
            }
        }
    }

    private static boolean hasNaN(float[] values) {
        for (float value : values) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
