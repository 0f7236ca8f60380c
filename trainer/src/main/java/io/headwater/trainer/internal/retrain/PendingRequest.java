package io.headwater.trainer.internal.retrain;

import io.headwater.vision.RetrainRequest;

/** A request that has no answer yet, and its offset in the requests topic. */
public record PendingRequest(RetrainRequest request, long offset) {

    public String id() {
        return request.getRequestId();
    }
}
