package io.headwater.trainer.internal.retrain;

import io.headwater.vision.Artifact;
import java.util.List;

/**
 * A candidate as it would be served.
 *
 * @param recipe what it was made from
 * @param artifacts its files, which are in the store
 */
record PackagedCandidate(Recipe recipe, Candidate trained, List<Artifact> artifacts) {}
