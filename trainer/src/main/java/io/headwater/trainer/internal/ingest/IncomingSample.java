package io.headwater.trainer.internal.ingest;

import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.vision.ImageReference;
import io.headwater.vision.LabeledSample;

/** A record of the samples topic, and where it was. */
record IncomingSample(LabeledSample sample, int partition, long offset) {

    String eventId() {
        return sample.getEventId();
    }

    ImageReference image() {
        return sample.getImage();
    }

    String label() {
        return sample.getLabel();
    }

    /** An entry of the given kind, to be completed by the caller. */
    SegmentEntry.Builder entry(EntryKind kind) {
        return SegmentEntry.newBuilder()
                .setEventId(sample.getEventId())
                .setKind(kind)
                .setLabel(sample.getLabel())
                .setAnnotator(sample.getAnnotator())
                .setLabelledAt(sample.getLabelledAt())
                .setPredictedLabel(sample.getPredictedLabel())
                .setPredictedVersion(sample.getPredictedVersion())
                .setImageTopic(sample.getImage().getTopic())
                .setImagePartition(sample.getImage().getPartition())
                .setImageOffset(sample.getImage().getOffset())
                .setSamplePartition(partition)
                .setSampleOffset(offset);
    }
}
