package io.headwater.trainer.internal.retrain;

import io.headwater.trainer.internal.publication.ModelLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Requests that one training answers, the oldest first.
 *
 * @param all to be taken out of the queue with the answer
 * @param open those to answer: without the ones that are repeated or have their answer already
 */
record AlikeRequests(List<PendingRequest> all, List<PendingRequest> open) {

    static AlikeRequests of(List<PendingRequest> all, ModelLog published) {
        Set<String> seen = new HashSet<>();
        List<PendingRequest> open = new ArrayList<>();
        for (PendingRequest request : all) {
            if (!published.isAnswered(request.id()) && seen.add(request.id())) {
                open.add(request);
            }
        }
        return new AlikeRequests(all, open);
    }

    /** The one that the training is for. */
    PendingRequest oldest() {
        return open.get(0);
    }

    List<String> ids() {
        return open.stream().map(PendingRequest::id).toList();
    }
}
