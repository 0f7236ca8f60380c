package io.headwater.streams.internal.inference;

import io.headwater.model.Batch;
import io.headwater.model.InferenceSession;

/**
 * A batch that is being filled: the images of some claims, each decoded straight into its place. Everything but the
 * places of a claim, which belong to its worker, is guarded by the lock of {@link Assembly}.
 */
final class PendingBatch {

    private final InferenceSession session;
    private final Batch images;
    private final Item[] items;
    private final long begunNanos = System.nanoTime();
    private int reserved;
    private int openClaims;

    PendingBatch(InferenceSession session, Batch images) {
        this.session = session;
        this.images = images;
        this.items = new Item[images.capacity()];
    }

    InferenceSession session() {
        return session;
    }

    Batch images() {
        return images;
    }

    long ageNanos() {
        return System.nanoTime() - begunNanos;
    }

    /** Places that were given to claims; those of images that were rejected stay empty. */
    int reserved() {
        return reserved;
    }

    /** Gives the next places to a claim; returns the first. */
    int reserve(int count) {
        int first = reserved;
        reserved += count;
        openClaims++;
        return first;
    }

    void settle() {
        openClaims--;
    }

    /** Whether no worker decodes into it any more. */
    boolean isSettled() {
        return openClaims == 0;
    }

    void put(int place, Item item) {
        items[place] = item;
    }

    /** The item at the place, or null where its image was rejected. */
    Item item(int place) {
        return items[place];
    }
}
