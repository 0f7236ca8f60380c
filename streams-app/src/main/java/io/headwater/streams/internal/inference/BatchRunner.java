package io.headwater.streams.internal.inference;

import io.headwater.model.Batch;
import io.headwater.model.BatchResult;
import io.headwater.model.InferenceSession;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter.Stage;
import java.nio.ByteBuffer;

/**
 * Runs batches on one thread. A batch that fails is halved until the image at fault is alone; whether that image or
 * the device is to blame shows a run on zeros, between two on the image.
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

    private InferenceSession spareOwner;
    private Batch spare;

    BatchRunner(Engine engine, ClassificationFactory results, Pause pause, ClassifierMetrics metrics) {
        this.engine = engine;
        this.results = results;
        this.pause = pause;
        this.metrics = metrics;
    }

    /** Completes each item of the batch. */
    void run(PendingBatch batch) throws InterruptedException {
        int used = 0;
        for (int i = 0; i < batch.reserved(); i++) {
            used = batch.item(i) == null ? used : i + 1;
        }
        if (used == 0) {
            return;
        }
        BatchResult result;
        long start = System.nanoTime();
        try {
            result = engine.classify(batch.session(), batch.images(), used);
        } catch (RuntimeException e) {
            runParts(batch, 0, used);
            return;
        }
        complete(batch, 0, used, result, System.nanoTime() - start);
    }

    /** Runs a part of a batch that failed, in halves as long as they fail. */
    private void runParts(PendingBatch batch, int from, int to) throws InterruptedException {
        if (to - from == 1) {
            runAlone(batch, from);
            return;
        }
        int middle = (from + to) >>> 1;
        for (int[] part : new int[][] {{from, middle}, {middle, to}}) {
            BatchResult result;
            long start = System.nanoTime();
            try {
                result = classify(batch, part[0], part[1]);
            } catch (RuntimeException e) {
                runParts(batch, part[0], part[1]);
                continue;
            }
            complete(batch, part[0], part[1], result, System.nanoTime() - start);
        }
    }

    private void runAlone(PendingBatch batch, int place) throws InterruptedException {
        Item item = batch.item(place);
        boolean suspected = false;
        for (int attempt = 0; item != null && !item.isDropped(); attempt++) {
            BatchResult result;
            long start = System.nanoTime();
            try {
                result = classify(batch, place, place + 1);
            } catch (RuntimeException e) {
                boolean blameless = !deviceWorks(batch.session());
                if (suspected && !blameless) {
                    item.reject(Stage.INFERENCE, e.getClass().getSimpleName(), e.getMessage());
                    return;
                }
                suspected = !blameless;
                if (suspected) {
                    // Once more: the device may have recovered between the two runs.
                    continue;
                }
                metrics.transientFault("inference", e);
                pause.before(attempt);
                continue;
            }
            complete(batch, place, place + 1, result, System.nanoTime() - start);
            return;
        }
        if (item != null) {
            item.drop();
        }
    }

    private BatchResult classify(PendingBatch batch, int from, int to) {
        Batch target = spareFor(batch.session());
        for (int i = from; i < to; i++) {
            target.slot(i - from).put(batch.images().slot(i));
        }
        return engine.classify(batch.session(), target, to - from);
    }

    private boolean deviceWorks(InferenceSession session) {
        try {
            Batch target = spareFor(session);
            ByteBuffer slot = target.slot(0);
            slot.put(new byte[slot.remaining()]);
            engine.classify(session, target, 1);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Batch spareFor(InferenceSession session) {
        if (spareOwner != session) {
            spare = session.newBatch();
            spareOwner = session;
        }
        return spare;
    }

    private void complete(PendingBatch batch, int from, int to, BatchResult result, long nanos) {
        int images = to - from;
        metrics.batch(images, nanos);
        long micros = nanos / 1_000 / images;
        for (int i = from; i < to; i++) {
            Item item = batch.item(i);
            if (item == null) {
                continue;
            }
            float[] probabilities = result.probabilities(i - from);
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
