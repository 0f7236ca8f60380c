package io.headwater.trainer.internal.retrain;

import io.headwater.service.Backoff;
import io.headwater.trainer.internal.publication.FencedException;
import io.headwater.vision.RetrainRequest;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retrains; faults that may pass are tried again, and what remains becomes a FAILED answer. */
final class PatientRetraining {

    private static final Logger log = LoggerFactory.getLogger(PatientRetraining.class);

    private static final int TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Retraining retraining;

    PatientRetraining(Retraining retraining) {
        this.retraining = retraining;
    }

    /**
     * Retrains.
     *
     * @throws KafkaException not for this request to answer: the work has to begin again
     * @throws FencedException another trainer has taken over
     */
    Outcome run(RetrainRequest request) throws InterruptedException {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        for (int tries = 1; ; tries++) {
            try {
                return retraining.run(request);
            } catch (IOException e) {
                log.warn("Retraining for request {} failed, try {} of {}", request.getRequestId(), tries, TRIES, e);
                if (tries == TRIES) {
                    return Outcome.failed("The artifact store failed " + TRIES + " times: " + e.getMessage());
                }
                backoff.pause();
            } catch (KafkaException | FencedException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                // An Error, too: a library that is missing or a heap that is too small would fail again at once.
                log.error("Retraining for request {} failed", request.getRequestId(), e);
                return Outcome.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
