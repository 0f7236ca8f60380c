package io.headwater.streams.internal.inference;

import io.headwater.model.Batch;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings items to where they can be classified, in one attempt or several. Whatever goes wrong, no task waits for ever. */
final class Attempts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final DecodeStage stage;
    private final ClassificationFactory results;
    private final Assembly assembly;
    private final ClassifierMetrics metrics;

    // One for each image that is being fetched, and tasks limit those: a host that does not answer holds up no other.
    private final ExecutorService fetchers = Executors.newCachedThreadPool(new DaemonThreads("fetch"));
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("retry"));

    Attempts(DecodeStage stage, ClassificationFactory results, Assembly assembly, ClassifierMetrics metrics) {
        this.stage = stage;
        this.results = results;
        this.assembly = assembly;
        this.metrics = metrics;
    }

    /**
     * Decodes the item's image, or sees to it that this is done later.
     *
     * @param images takes the image; null where the item has no model
     * @param place of the image in the batch
     * @return whether the image is there, and the model to be run on it
     */
    boolean decode(Item item, Batch images, int place) {
        DecodeStage.Next next = attempt(item, () -> stage.process(item, images, place));
        goOn(item, next);
        return next == DecodeStage.Next.INFER;
    }

    /** Fetches the item's image on a thread of its own. */
    void fetch(Item item) {
        try {
            fetchers.execute(() -> goOn(item, attempt(item, () -> stage.fetch(item))));
        } catch (RejectedExecutionException e) {
            item.drop();
        } catch (RuntimeException | Error e) {
            fail(item, e);
        }
    }

    private void goOn(Item item, DecodeStage.Next next) {
        try {
            switch (next) {
                case INFER -> {
                    // The caller's.
                }
                case FETCH -> {
                    if (!assembly.setAside(item)) {
                        fetch(item);
                    }
                }
                case DECODE -> assembly.add(List.of(item));
                case ANSWER_WITHOUT_MODEL -> item.accept(results.withoutModel(item));
                case RETRY ->
                    retries.schedule(
                            () -> assembly.add(List.of(item)), item.backoff().nextMillis(), TimeUnit.MILLISECONDS);
                case DONE -> {
                    if (item.isDropped()) {
                        item.drop();
                    }
                }
            }
        } catch (RejectedExecutionException e) {
            item.drop();
        } catch (RuntimeException | Error e) {
            fail(item, e);
        }
    }

    private DecodeStage.Next attempt(Item item, Supplier<DecodeStage.Next> step) {
        if (item.isDropped()) {
            return DecodeStage.Next.DONE;
        }
        try {
            return step.get();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Decoding failed in an unforeseen way", e);
            item.reject(DeadLetter.Stage.DECODE_IMAGE, e.getClass().getSimpleName(), e.getMessage());
            return DecodeStage.Next.DONE;
        } catch (Error e) {
            // Memory that ran out or a library that does not load says nothing about the image.
            metrics.transientFault("decode", e);
            return DecodeStage.Next.RETRY;
        }
    }

    /** The item's record is to be read again. */
    static void fail(Item item, Throwable cause) {
        LOG.error("An image event will be read again: its processing failed in an unforeseen way", cause);
        item.fail(cause);
    }

    @Override
    public void close() {
        retries.shutdownNow();
        fetchers.shutdownNow();
    }
}
