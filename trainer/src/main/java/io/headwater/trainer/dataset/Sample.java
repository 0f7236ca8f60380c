package io.headwater.trainer.dataset;

import java.time.Instant;

/**
 * A labelled image in the dataset. The image itself stays in its segment.
 *
 * @param eventId the image event
 * @param label the last label that a person gave
 * @param labelledAt when it was given
 * @param embedding {@code [d]}, by the dataset's backbone
 * @param samplePartition partition of the last label in the samples topic
 * @param sampleOffset its offset there
 */
public record Sample(
        String eventId, String label, Instant labelledAt, float[] embedding, int samplePartition, long sampleOffset) {

    Sample relabelled(String newLabel, Instant at, int partition, long offset) {
        return new Sample(eventId, newLabel, at, embedding, partition, offset);
    }
}
