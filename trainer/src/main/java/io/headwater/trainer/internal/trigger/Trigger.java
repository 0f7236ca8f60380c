package io.headwater.trainer.internal.trigger;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.RetrainReason;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks for a retraining on its own. It only produces a request, with an id that follows from what it saw: two trainers
 * that see the same ask for the same, and the request is answered once.
 */
public interface Trigger {

    /** A request that is due. */
    record Due(String requestId, RetrainReason reason) {}

    /** What is due now, if anything; the same request may be due on many calls. */
    Optional<Due> due(Instant now, Dataset dataset, ModelLog published);
}
