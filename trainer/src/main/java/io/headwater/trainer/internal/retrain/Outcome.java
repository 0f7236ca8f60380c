package io.headwater.trainer.internal.retrain;

import io.headwater.vision.Decision;
import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainRequest;
import io.headwater.vision.RetrainResult;
import java.time.Instant;

/**
 * How a retraining ended.
 *
 * @param version null when SKIPPED or FAILED
 * @param alias null unless PROMOTED
 */
record Outcome(Decision decision, String reason, ModelVersion version, ModelAlias alias, int trainSamples) {

    static Outcome failed(String reason) {
        return new Outcome(Decision.FAILED, reason, null, null, 0);
    }

    static Outcome skipped(String reason) {
        return new Outcome(Decision.SKIPPED, reason, null, null, 0);
    }

    static Outcome version(ModelVersion version, ModelAlias alias, int trainSamples) {
        return new Outcome(version.getDecision(), version.getReason(), version, alias, trainSamples);
    }

    /** The answer to one of the requests that the retraining was for. */
    RetrainResult answer(RetrainRequest request, RetrainRequest ranFor) {
        boolean together = !request.getRequestId().equals(ranFor.getRequestId());
        return RetrainResult.newBuilder()
                .setRequestId(request.getRequestId())
                .setModel(request.getModel())
                .setDecision(decision)
                .setReason(
                        together ? reason + " Answered together with request " + ranFor.getRequestId() + "." : reason)
                .setVersion(version == null ? null : version.getVersion())
                .setCandidate(version == null ? null : version.getMetrics())
                .setChampion(version == null ? null : version.getChampionMetrics())
                .setTrainSamples(trainSamples)
                .setTrainMillis(version == null ? 0 : version.getTrainMillis())
                .setRequestedAt(request.getRequestedAt())
                .setFinishedAt(Instant.now())
                .build();
    }
}
