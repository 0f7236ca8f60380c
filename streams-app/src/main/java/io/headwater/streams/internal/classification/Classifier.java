package io.headwater.streams.internal.classification;

import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Classifies image records on threads of its own. */
public interface Classifier {

    /**
     * Announces records that will be handed in soon, in the order in which they were read, so that work on them can begin.
     * Those of a partition follow each other, unless it is read again from an earlier offset.
     */
    default void expect(List<ImageRecord> records) {}

    /** The partition's task ends here: what was announced of it need not be handed in any more. */
    default void forget(int partition) {}

    /**
     * Hands in one record. Records of a partition that are handed in one after the other never see versions go
     * backwards. The future ends exceptionally where the record is to be read again; cancelling it drops the record.
     */
    CompletableFuture<Outcome<EncodedClassification>> submit(ImageRecord record);
}
