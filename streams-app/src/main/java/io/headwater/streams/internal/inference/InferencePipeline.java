package io.headwater.streams.internal.inference;

import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.service.Backoff;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.Outcome;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoding on a pool of threads, then inference in batches on few others, shared by all tasks of an app: while one
 * batch is on the device the next is being decoded.
 */
public final class InferencePipeline implements Classifier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InferencePipeline.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    /** Longest pause between two tries. */
    public static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /** What the pipeline works with. */
    public record Parts(
            ModelSlot models, Deserializer<ImageEvent> deserializer, ImageSource source, ImageDecoder decoder) {}

    /**
     * How the pipeline works.
     *
     * @param model name that goes into classifications
     * @param topK labels that a classification names
     * @param decodeThreads threads that decode images
     * @param batches batch sizes and inference threads
     * @param fetchPatience how long fetching an image by its uri is tried
     */
    public record Settings(String model, int topK, int decodeThreads, BatchPolicy batches, Duration fetchPatience) {}

    private final ModelSlot models;
    private final Settings settings;
    private final ClassifierMetrics metrics;
    private final ClassificationFactory results;
    private final BatchRunner.Engine engine;
    private final SlotPool slots = new SlotPool();
    private final ReadyQueue ready = new ReadyQueue();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final DecodeStage decodeStage;
    private final ExecutorService decoders;
    // One for each image that is being fetched, and tasks limit those: a host that does not answer holds up no other.
    private final ExecutorService fetchers = Executors.newCachedThreadPool(threads("fetch"));
    private final ScheduledExecutorService retries;
    private ExecutorService workers;

    public InferencePipeline(Parts parts, Settings settings, ClassifierMetrics metrics, Clock clock) {
        this(parts, settings, metrics, clock, InferenceSession::classify);
    }

    InferencePipeline(
            Parts parts, Settings settings, ClassifierMetrics metrics, Clock clock, BatchRunner.Engine engine) {
        this.models = parts.models();
        this.settings = settings;
        this.metrics = metrics;
        this.engine = engine;
        this.results = new ClassificationFactory(settings.model(), settings.topK(), clock);
        this.decodeStage = new DecodeStage(
                parts.deserializer(), parts.source(), parts.decoder(), slots, settings.fetchPatience(), metrics);
        this.decoders = Executors.newFixedThreadPool(settings.decodeThreads(), threads("decode"));
        this.retries = Executors.newSingleThreadScheduledExecutor(threads("retry"));
        metrics.watchQueues(inFlight, ready::size);
    }

    @Override
    public CompletableFuture<Outcome<Classification>> submit(ImageRecord record) {
        Item item = new Item(record, models.acquire());
        inFlight.incrementAndGet();
        item.outcome().whenComplete((outcome, error) -> inFlight.decrementAndGet());
        ready.announce();
        try {
            if (item.hasModel()) {
                startWorkers(item.session());
            }
            hand(item, decoders, this::decode);
        } catch (RuntimeException | Error e) {
            fail(item, e);
        }
        return item.outcome();
    }

    /** Takes an announced item's next step elsewhere; whatever goes wrong there, its task does not wait for ever. */
    private void hand(Item item, Executor executor, Consumer<Item> step) {
        try {
            executor.execute(() -> {
                try {
                    step.accept(item);
                } catch (RuntimeException | Error e) {
                    fail(item, e);
                }
            });
        } catch (RejectedExecutionException e) {
            ready.withdraw();
            item.drop();
        }
    }

    private void fail(Item item, Throwable cause) {
        LOG.error("An image event will be read again: its processing failed in an unforeseen way", cause);
        ready.withdraw();
        item.fail(cause);
    }

    private void decode(Item item) {
        goOn(item, attempt(item, decodeStage::process));
    }

    private void fetch(Item item) {
        goOn(item, attempt(item, decodeStage::fetch));
    }

    private void goOn(Item item, DecodeStage.Next next) {
        switch (next) {
            case FETCH -> hand(item, fetchers, this::fetch);
            case DECODE -> hand(item, decoders, this::decode);
            case INFER -> ready.add(item);
            case ANSWER_WITHOUT_MODEL -> {
                item.accept(results.withoutModel(item));
                ready.withdraw();
            }
            case RETRY -> retryLater(item);
            case DONE -> {
                ready.withdraw();
                if (item.isDropped()) {
                    item.drop();
                }
            }
        }
    }

    /** No failure may leave an item without an outcome: its task would wait for it. */
    private DecodeStage.Next attempt(Item item, Function<Item, DecodeStage.Next> step) {
        if (item.isDropped()) {
            return DecodeStage.Next.DONE;
        }
        try {
            return step.apply(item);
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

    private void retryLater(Item item) {
        try {
            retries.schedule(() -> again(item), item.backoff().nextMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            ready.withdraw();
            item.drop();
        }
    }

    private void again(Item item) {
        try {
            hand(item, decoders, this::decode);
        } catch (RuntimeException | Error e) {
            fail(item, e);
        }
    }

    /** The device, and with it the number of threads, is known from the first model only. */
    private synchronized void startWorkers(InferenceSession session) {
        if (workers != null) {
            return;
        }
        int count = settings.batches().threads(session.device());
        ExecutorService pool = Executors.newFixedThreadPool(count, threads("inference"));
        try {
            for (int i = 0; i < count; i++) {
                pool.execute(this::work);
            }
        } catch (Error e) {
            pool.shutdownNow();
            throw e;
        }
        workers = pool;
        LOG.info(
                "Inference on {}: {} thread(s), batches of up to {}",
                session.device(),
                count,
                settings.batches().maxBatch(session));
    }

    private void work() {
        Backoff backoff = newBackoff();
        BatchRunner runner = new BatchRunner(
                engine,
                results,
                attempt -> {
                    if (attempt == 0) {
                        backoff.reset();
                    }
                    backoff.pause();
                },
                metrics);
        try {
            while (true) {
                workOn(ready.take(settings.batches()), runner);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A batch that fails in an unforeseen way is read again; the thread goes on with the next one. */
    private void workOn(List<Item> items, BatchRunner runner) throws InterruptedException {
        try {
            runner.run(items);
        } catch (RuntimeException | Error e) {
            LOG.error("A batch of {} will be read again: it failed in an unforeseen way", items.size(), e);
            items.forEach(item -> item.fail(e));
        }
        items.forEach(item -> slots.giveBack(item.pixels()));
    }

    static Backoff newBackoff() {
        return new Backoff(FIRST_RETRY, LONGEST_RETRY);
    }

    /** Stops at once; what is in flight gets no outcome. */
    @Override
    public synchronized void close() {
        retries.shutdownNow();
        fetchers.shutdownNow();
        decoders.shutdownNow();
        if (workers != null) {
            workers.shutdownNow();
        }
        try {
            decoders.awaitTermination(10, TimeUnit.SECONDS);
            if (workers != null) {
                // A session must not be closed while one of them is inside it.
                workers.awaitTermination(30, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory threads(String role) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "headwater-" + role + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
