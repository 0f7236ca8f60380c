package io.headwater.trainer.internal.publication;

import io.headwater.vision.ModelAlias;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainResult;
import java.util.List;

/**
 * What is published in one transaction.
 *
 * @param results one for each request that is answered
 * @param version the version that was made; null for none
 * @param alias the champion alias when the version was promoted; null otherwise
 */
public record Answer(List<RetrainResult> results, ModelVersion version, ModelAlias alias) {

    public static Answer without(List<RetrainResult> results) {
        return new Answer(results, null, null);
    }
}
