package io.headwater.streams.internal.inference;

import io.headwater.model.Batch;
import io.headwater.model.InferenceSession;
import java.util.ArrayDeque;
import java.util.Deque;

/** Memory of batches that have been run, for further ones of the same session. Not safe for use by several threads. */
final class SpareBatches {

    private final Deque<Batch> spare = new ArrayDeque<>();
    private InferenceSession owner;

    /** Memory for a batch of the session; what there was of an earlier one is let go. */
    Batch take(InferenceSession session) {
        if (owner != session) {
            spare.clear();
            owner = session;
        }
        Batch batch = spare.poll();
        return batch == null ? session.newBatch() : batch;
    }

    void giveBack(InferenceSession session, Batch batch) {
        if (session == owner) {
            spare.push(batch);
        }
    }
}
