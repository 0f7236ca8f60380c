package io.headwater.streams.internal.quality;

import io.headwater.streams.internal.AvroFormat;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What one task counted since its last commit.
 *
 * @param counts the counts
 * @param example one of the events that were predicted; null where there was none
 */
public record QualityPart(QualityWindow counts, ReviewItem example) {

    /** Parts on their way to where they are added up; null for those of another release. */
    public static Serde<QualityPart> serde() {
        return Serdes.serdeFrom(
                (topic, part) -> part == null ? null : write(part),
                (topic, bytes) -> bytes == null ? null : read(topic, bytes));
    }

    private static byte[] write(QualityPart part) {
        byte[] counts = AvroFormat.encode(QualityWindow.getEncoder(), part.counts);
        byte[] example = part.example == null ? new byte[0] : AvroFormat.encode(ReviewItem.getEncoder(), part.example);
        return ByteBuffer.allocate(Integer.BYTES + counts.length + example.length)
                .putInt(counts.length)
                .put(counts)
                .put(example)
                .array();
    }

    private static QualityPart read(String topic, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] counts = new byte[buffer.getInt()];
        buffer.get(counts);
        byte[] example = new byte[buffer.remaining()];
        buffer.get(example);
        QualityWindow window = AvroFormat.decode(QualityWindow.getDecoder(), topic, counts);
        return window == null
                ? null
                : new QualityPart(
                        window,
                        example.length == 0 ? null : AvroFormat.decode(ReviewItem.getDecoder(), topic, example));
    }
}
