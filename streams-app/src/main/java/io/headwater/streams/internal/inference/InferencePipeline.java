package io.headwater.streams.internal.inference;

import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.service.Backoff;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.Outcome;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes images and runs the model on them in batches, on threads that all tasks of an app share. Workers decode, and on
 * a CPU run the model as well; a GPU has threads of its own, so that while one batch is on it the next is being decoded.
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
     * @param workers threads that decode images, and on a CPU run the model
     * @param batches batch sizes
     * @param fetchPatience how long fetching an image by its uri is tried
     */
    public record Settings(String model, int topK, int workers, BatchPolicy batches, Duration fetchPatience) {}

    private final Settings settings;
    private final ClassifierMetrics metrics;
    private final ClassificationFactory results;
    private final BatchRunner.Engine engine;
    private final Assembly assembly;
    private final Attempts attempts;
    private final Lookahead lookahead = new Lookahead();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ExecutorService workers;
    private final ExecutorService deviceThreads = Executors.newCachedThreadPool(new DaemonThreads("device"));
    private volatile InferenceSession seen;
    private boolean deviceStarted;

    public InferencePipeline(Parts parts, Settings settings, ClassifierMetrics metrics, Clock clock) {
        this(parts, settings, metrics, clock, InferenceSession::classify);
    }

    InferencePipeline(
            Parts parts, Settings settings, ClassifierMetrics metrics, Clock clock, BatchRunner.Engine engine) {
        this.settings = settings;
        this.metrics = metrics;
        this.engine = engine;
        this.results = new ClassificationFactory(settings.model(), settings.topK(), clock);
        this.assembly = new Assembly(parts.models(), settings.batches(), settings.workers());
        DecodeStage stage = new DecodeStage(
                parts.deserializer(), parts.source(), parts.decoder(), settings.fetchPatience(), metrics);
        this.attempts = new Attempts(stage, results, assembly, metrics);
        this.workers = Executors.newFixedThreadPool(settings.workers(), new DaemonThreads("worker"));
        for (int i = 0; i < settings.workers(); i++) {
            workers.execute(this::work);
        }
        metrics.watchQueues(inFlight, assembly::size);
    }

    @Override
    public void expect(List<ImageRecord> records) {
        List<Item> items = lookahead.expect(records);
        items.forEach(this::count);
        assembly.add(items);
    }

    @Override
    public CompletableFuture<Outcome<Classification>> submit(ImageRecord record) {
        Item expected = lookahead.take(record);
        if (expected != null && !expected.outcome().isCancelled()) {
            if (!expected.isDropped() && assembly.want(expected)) {
                attempts.fetch(expected);
            }
            return expected.outcome();
        }
        Item item = new Item(record);
        item.want();
        count(item);
        assembly.add(List.of(item));
        return item.outcome();
    }

    private void count(Item item) {
        inFlight.incrementAndGet();
        item.outcome().whenComplete((outcome, error) -> inFlight.decrementAndGet());
    }

    private void work() {
        BatchRunner runner = newRunner();
        try {
            while (true) {
                Claim claim = assembly.claim();
                PendingBatch batch;
                try {
                    decode(claim);
                } finally {
                    batch = assembly.settle(claim);
                }
                if (batch != null) {
                    run(batch, runner);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void decode(Claim claim) {
        PendingBatch batch = claim.batch();
        int place = claim.first();
        for (Item item : claim.items()) {
            try {
                if (batch != null && batch.session() != seen) {
                    see(batch.session());
                }
                if (attempts.decode(item, batch == null ? null : batch.images().slot(place))) {
                    batch.put(place++, item);
                }
            } catch (RuntimeException | Error e) {
                Attempts.fail(item, e);
            }
        }
    }

    /** The device, and with it its threads, is known from the first model only. */
    private synchronized void see(InferenceSession session) {
        int threads = settings.batches().threads(session.device());
        if (!deviceStarted) {
            for (int i = 0; i < threads; i++) {
                deviceThreads.execute(this::runFilled);
            }
            deviceStarted = true;
        }
        seen = session;
        LOG.info(
                "Inference on {}: {}, batches of up to {}",
                session.device(),
                threads == 0 ? settings.workers() + " worker(s)" : threads + " thread(s) besides the workers",
                settings.batches().maxBatch(session));
    }

    private void runFilled() {
        BatchRunner runner = newRunner();
        try {
            while (true) {
                run(assembly.takeFilled(), runner);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A batch that fails in an unforeseen way is read again; the thread goes on with the next one. */
    private void run(PendingBatch batch, BatchRunner runner) throws InterruptedException {
        try {
            runner.run(batch);
        } catch (RuntimeException | Error e) {
            for (int i = 0; i < batch.reserved(); i++) {
                if (batch.item(i) != null) {
                    Attempts.fail(batch.item(i), e);
                }
            }
        }
        assembly.giveBack(batch);
    }

    private BatchRunner newRunner() {
        Backoff backoff = newBackoff();
        return new BatchRunner(
                engine,
                results,
                attempt -> {
                    if (attempt == 0) {
                        backoff.reset();
                    }
                    backoff.pause();
                },
                metrics);
    }

    static Backoff newBackoff() {
        return new Backoff(FIRST_RETRY, LONGEST_RETRY);
    }

    /** Stops at once; what is in flight gets no outcome. */
    @Override
    public void close() {
        attempts.close();
        workers.shutdownNow();
        deviceThreads.shutdownNow();
        try {
            // A session must not be closed while one of them is inside it.
            workers.awaitTermination(30, TimeUnit.SECONDS);
            deviceThreads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
