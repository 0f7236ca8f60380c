package io.headwater.streams.internal.classification;

import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.DrainStore;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.HeaderSize;
import io.headwater.streams.internal.LateForward;
import io.headwater.streams.internal.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/**
 * Hands records to the {@link Classifier} and forwards the outcomes in the input's order.
 *
 * <p>Offsets are committed only of records whose outcome was forwarded, because {@link DrainStore} empties the queue
 * before each commit. What is in the queue when a task is closed without a commit is dropped and read again.
 */
final class ClassifyProcessor implements Processor<byte[], byte[], byte[], Outcome<EncodedClassification>> {

    private static final Duration FORWARD_INTERVAL = Duration.ofMillis(2);

    private static final int MAX_ENVELOPE_BYTES = 64 * 1024;

    private record InFlight(
            Record<byte[], byte[]> record,
            ProcessorRecordContext context,
            CompletableFuture<Outcome<EncodedClassification>> outcome) {}

    private final Classifier classifier;
    private final int maxInFlight;
    private final Duration drainTimeout;
    private final Deque<InFlight> queue = new ArrayDeque<>();

    private ProcessorContext<byte[], Outcome<EncodedClassification>> context;
    private LateForward<byte[], Outcome<EncodedClassification>> lateForward;
    private boolean forwardsAtCommits;
    private Cancellable forwarding;
    private boolean abandoned;

    ClassifyProcessor(Classifier classifier, int maxInFlight, Duration drainTimeout) {
        this.classifier = classifier;
        this.maxInFlight = maxInFlight;
        this.drainTimeout = drainTimeout;
    }

    @Override
    public void init(ProcessorContext<byte[], Outcome<EncodedClassification>> context) {
        this.context = context;
        this.lateForward = new LateForward<>(context);
        this.forwardsAtCommits = StreamsConfig.EXACTLY_ONCE_V2.equals(
                context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
        DrainStore store = context.getStateStore(ClassifySupplier.STORE);
        store.attach(() -> forwardUntil(0), this::discard);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        forwardCompleted();
        makeRoom();
        ProcessorRecordContext origin = lateForward.origin();
        ImageRecord image = new ImageRecord(
                record.value(),
                new DeadLetter.Origin(origin.topic(), origin.partition(), origin.offset(), origin.timestamp()));
        queue.add(new InFlight(record, origin, outcome(record, image)));
        if (forwarding == null && !forwardsAtCommits) {
            // Not for good in init: a punctuation counts as work, and an idle task would commit all the time. Nor where
            // results are seen at a commit only, as each makes Streams take fewer records in one go.
            forwarding = context.schedule(
                    FORWARD_INTERVAL, PunctuationType.WALL_CLOCK_TIME, timestamp -> forwardCompleted());
        }
    }

    private CompletableFuture<Outcome<EncodedClassification>> outcome(
            Record<byte[], byte[]> record, ImageRecord image) {
        int envelope = HeaderSize.of(record.headers()) + (record.key() == null ? 0 : record.key().length);
        if (envelope <= MAX_ENVELOPE_BYTES) {
            return classifier.submit(image);
        }
        // The classification carries key and headers on; the broker would refuse it, again and again.
        return CompletableFuture.completedFuture(new Outcome.Rejected<>(new DeadLetter(
                DeadLetter.Stage.DECODE_RECORD,
                "ENVELOPE_TOO_LARGE",
                "Key and headers take " + envelope + " bytes, more than " + MAX_ENVELOPE_BYTES,
                record.value(),
                image.origin())));
    }

    private void forwardCompleted() {
        while (!queue.isEmpty() && queue.peek().outcome().isDone()) {
            forwardHead(Patience.NONE);
        }
        pauseWhenEmpty();
    }

    /**
     * Where results are seen at a commit only, half of a full queue is waited for in one go: a thread that wakes up for every
     * image takes its core from a worker each time.
     */
    private void makeRoom() {
        if (queue.size() >= maxInFlight) {
            forwardUntil(forwardsAtCommits ? maxInFlight / 2 : maxInFlight - 1);
        }
    }

    /** Forwards the oldest records, waiting for their outcomes, until at most {@code size} are left. */
    private void forwardUntil(int size) {
        if (abandoned || queue.size() <= size) {
            return;
        }
        Patience patience = new Patience(drainTimeout);
        if (forwardsAtCommits) {
            await(queued(queue.size() - size - 1), patience);
        }
        while (queue.size() > size) {
            forwardHead(patience);
        }
        pauseWhenEmpty();
    }

    private InFlight queued(int index) {
        Iterator<InFlight> items = queue.iterator();
        for (int i = 0; i < index; i++) {
            items.next();
        }
        return items.next();
    }

    private void forwardHead(Patience patience) {
        InFlight head = queue.peek();
        Outcome<EncodedClassification> outcome = await(head, patience);
        queue.remove();
        lateForward.forward(head.record().withValue(outcome), head.context());
    }

    /** Ends the thread when there is no outcome in time: nothing is committed, so the records are read again. */
    private Outcome<EncodedClassification> await(InFlight item, Patience patience) {
        String cause;
        try {
            return patience.await(item.outcome());
        } catch (TimeoutException e) {
            cause = "no outcome within " + drainTimeout.toMillis() + " ms";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cause = "interrupted";
        } catch (ExecutionException e) {
            cause = "it failed in an unforeseen way: " + e.getCause();
        } catch (CancellationException e) {
            cause = "the classifier was closed";
        }
        // Streams drains once more while it closes the task that failed; there is nothing to wait for then.
        abandoned = true;
        throw new StreamsException("Image event at " + item.context().topic() + "-"
                + item.context().partition() + "@" + item.context().offset() + " will be read again: " + cause);
    }

    private void pauseWhenEmpty() {
        if (queue.isEmpty() && forwarding != null) {
            forwarding.cancel();
            forwarding = null;
        }
    }

    private void discard() {
        queue.forEach(item -> item.outcome().cancel(false));
        queue.clear();
    }

    @Override
    public void close() {
        discard();
        if (context != null) {
            classifier.forget(context.taskId().partition());
        }
    }
}
