package io.headwater.streams.internal.classification;

import io.headwater.streams.internal.Outcome;
import io.headwater.vision.Classification;
import java.util.concurrent.CompletableFuture;

/** Classifies image records on threads of its own. */
public interface Classifier {

    /**
     * Hands in one record. The model is chosen now, so records handed in one after the other never see versions go
     * backwards. The future ends exceptionally where the record is to be read again; cancelling it drops the record.
     */
    CompletableFuture<Outcome<Classification>> submit(ImageRecord record);
}
