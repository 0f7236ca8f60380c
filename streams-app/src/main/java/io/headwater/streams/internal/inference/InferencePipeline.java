package io.headwater.streams.internal.inference;

import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.service.Backoff;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.Outcome;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes images and runs the model on them in batches, on threads that all tasks of an app share. */
public final class InferencePipeline implements Classifier, AutoCloseable {

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    /** Longest pause between two tries. */
    public static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /**
     * What the pipeline works with.
     *
     * @param encoder makes what goes to the topic of classifications; called by several threads
     */
    public record Parts(
            ModelSlot models,
            Deserializer<ImageEvent> deserializer,
            ImageSource source,
            ImageDecoder decoder,
            Function<Classification, byte[]> encoder) {}

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

    private final Assembly assembly;
    private final Attempts attempts;
    private final Lookahead lookahead = new Lookahead(this::drop);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final WorkerPool workers;

    public InferencePipeline(Parts parts, Settings settings, ClassifierMetrics metrics, Clock clock) {
        this(parts, settings, metrics, clock, InferenceSession::classify);
    }

    InferencePipeline(
            Parts parts, Settings settings, ClassifierMetrics metrics, Clock clock, BatchRunner.Engine engine) {
        ClassificationFactory results =
                new ClassificationFactory(settings.model(), settings.topK(), parts.encoder(), clock);
        this.assembly = new Assembly(parts.models(), settings.batches(), settings.workers());
        DecodeStage stage = new DecodeStage(
                parts.deserializer(), parts.source(), parts.decoder(), settings.fetchPatience(), metrics);
        this.attempts = new Attempts(stage, results, assembly, metrics);
        this.workers = new WorkerPool(
                settings.workers(),
                settings.batches(),
                assembly,
                attempts,
                () -> new BatchRunner(engine, results, newPause(), metrics));
        metrics.watchQueues(inFlight, assembly::size);
    }

    @Override
    public void expect(List<ImageRecord> records) {
        List<Item> items = lookahead.expect(records);
        items.forEach(this::count);
        assembly.add(items);
    }

    @Override
    public void forget(int partition) {
        lookahead.forget(partition);
    }

    @Override
    public CompletableFuture<Outcome<EncodedClassification>> submit(ImageRecord record) {
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

    /** A worker that comes to the item, or is at it, ends it; no worker comes to one that was set aside. */
    private void drop(Item item) {
        item.outcome().cancel(false);
        if (assembly.want(item)) {
            item.drop();
        }
    }

    private void count(Item item) {
        inFlight.incrementAndGet();
        item.outcome().whenComplete((outcome, error) -> inFlight.decrementAndGet());
    }

    private static BatchRunner.Pause newPause() {
        Backoff backoff = newBackoff();
        return attempt -> {
            if (attempt == 0) {
                backoff.reset();
            }
            backoff.pause();
        };
    }

    static Backoff newBackoff() {
        return new Backoff(FIRST_RETRY, LONGEST_RETRY);
    }

    /** Stops at once; what is in flight gets no outcome. */
    @Override
    public void close() {
        attempts.close();
        workers.close();
    }
}
