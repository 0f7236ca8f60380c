package io.headwater.streams.internal.inference;

import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.service.Backoff;
import io.headwater.streams.internal.DeadLetter;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.Outcome;
import io.headwater.streams.internal.classification.ImageRecord;
import io.headwater.vision.ImageEvent;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One record on its way through the pipeline. One thread at a time works on it. */
final class Item {

    private static final Logger LOG = LoggerFactory.getLogger(Item.class);

    private final ImageRecord record;
    private final CompletableFuture<Outcome<EncodedClassification>> outcome = new CompletableFuture<>();

    private ModelSlot.Lease lease;
    private boolean started;
    private boolean wanted;
    private boolean aside;
    private ImageEvent event;
    private ByteBuffer encoded;
    private Backoff backoff;
    private long firstFetchNanos;

    Item(ImageRecord record) {
        this.record = record;
    }

    /**
     * Chooses the model of this moment, if there is one, when it is called first. Items start in the order of their
     * partition, and keep their model through further attempts, so versions never go backwards within a partition.
     */
    void start(ModelSlot models) {
        if (!started) {
            started = true;
            lease = models.acquire();
        }
    }

    ImageRecord record() {
        return record;
    }

    long offset() {
        return record.origin().offset();
    }

    /**
     * Whether its task waits for it, rather than having read it ahead only. Guarded, like the next ones, by the lock of
     * {@link Assembly}.
     */
    boolean isWanted() {
        return wanted;
    }

    /** Its task waits for it from now on; returns whether it had been set aside. */
    boolean want() {
        wanted = true;
        boolean wasAside = aside;
        aside = false;
        return wasAside;
    }

    /** Puts it aside until it is wanted; false where it is. */
    boolean setAside() {
        aside = !wanted;
        return aside;
    }

    CompletableFuture<Outcome<EncodedClassification>> outcome() {
        return outcome;
    }

    /** Session of the model that classifies it; null while there is none. */
    InferenceSession session() {
        return lease == null ? null : lease.model().session();
    }

    int version() {
        return lease.model().version();
    }

    ImageEvent event() {
        return event;
    }

    void event(ImageEvent event) {
        this.event = event;
    }

    /** The encoded image as it was fetched, or null before that and for an image that is in its event. */
    ByteBuffer encoded() {
        return encoded;
    }

    void encoded(ByteBuffer encoded) {
        this.encoded = encoded;
    }

    /** The pauses between its attempts. */
    Backoff backoff() {
        if (backoff == null) {
            backoff = InferencePipeline.newBackoff();
        }
        return backoff;
    }

    /** Nanoseconds since this was first called. */
    long nanosSinceFirstFetch() {
        if (firstFetchNanos == 0) {
            firstFetchNanos = System.nanoTime();
        }
        return System.nanoTime() - firstFetchNanos;
    }

    /** Whether nobody waits for the outcome any more. */
    boolean isDropped() {
        return outcome.isDone();
    }

    void accept(EncodedClassification classification) {
        outcome.complete(new Outcome.Accepted<>(classification));
        releaseModel();
    }

    void reject(DeadLetter.Stage stage, String error, String message) {
        outcome.complete(new Outcome.Rejected<>(
                new DeadLetter(stage, error, String.valueOf(message), record.value(), record.origin())));
        releaseModel();
    }

    /** Ends the use of the model for an item that nobody waits for. */
    void drop() {
        releaseModel();
        outcome.cancel(false);
    }

    /** Ends it without an outcome: its task stops and reads the record again. */
    void fail(Throwable cause) {
        outcome.completeExceptionally(cause);
        releaseModel();
    }

    /** After the outcome, since the last one of an old version closes its session, which takes a while. */
    private void releaseModel() {
        if (lease == null) {
            return;
        }
        try {
            lease.close();
        } catch (RuntimeException | Error e) {
            LOG.error("The session of version {} does not close", version(), e);
        }
    }
}
