package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.dataset.avro.ViewEntry;
import io.headwater.vision.ImageReference;

/** Where a sample's image was in Kafka: which of the images that one event id may have had. */
public record ImagePlace(String topic, int partition, long offset) {

    public static ImagePlace of(ImageReference image) {
        return new ImagePlace(image.getTopic(), image.getPartition(), image.getOffset());
    }

    public static ImagePlace of(SegmentEntry entry) {
        return new ImagePlace(entry.getImageTopic(), entry.getImagePartition(), entry.getImageOffset());
    }

    static ImagePlace of(ViewEntry entry) {
        return new ImagePlace(entry.getImageTopic(), entry.getImagePartition(), entry.getImageOffset());
    }
}
