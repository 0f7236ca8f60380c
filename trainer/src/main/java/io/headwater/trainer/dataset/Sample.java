package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.time.Instant;

/**
 * A labelled image in the dataset. The image itself stays in its segment.
 *
 * @param eventId the image event
 * @param label the last label that a person gave
 * @param labelledAt when it was given
 * @param embedding {@code [d]}, by the dataset's backbone
 * @param image where the image came from
 * @param samplePartition partition of the last label in the samples topic
 * @param sampleOffset its offset there
 */
public record Sample(
        String eventId,
        String label,
        Instant labelledAt,
        float[] embedding,
        ImagePlace image,
        int samplePartition,
        long sampleOffset) {

    static Sample of(SegmentEntry entry) {
        return new Sample(
                entry.getEventId(),
                entry.getLabel(),
                entry.getLabelledAt(),
                EmbeddingCodec.decode(entry.getEmbedding()),
                ImagePlace.of(entry),
                entry.getSamplePartition(),
                entry.getSampleOffset());
    }

    Sample relabelled(SegmentEntry entry) {
        return new Sample(
                eventId,
                entry.getLabel(),
                entry.getLabelledAt(),
                embedding,
                image,
                entry.getSamplePartition(),
                entry.getSampleOffset());
    }

    /** The entry that says that this sample is no longer in the dataset. */
    SegmentEntry dropped() {
        return SegmentEntry.newBuilder()
                .setEventId(eventId)
                .setKind(EntryKind.DROPPED)
                .setLabel(label)
                .setLabelledAt(labelledAt)
                .setImageTopic(image.topic())
                .setImagePartition(image.partition())
                .setImageOffset(image.offset())
                .setSamplePartition(samplePartition)
                .setSampleOffset(sampleOffset)
                .build();
    }
}
