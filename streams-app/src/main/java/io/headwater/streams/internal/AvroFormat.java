package io.headwater.streams.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How records are kept in stores and internal topics: Avro's single-object encoding, which needs no registry. What was
 * written with a schema of another release is forgotten after an upgrade, so it is only for what lasts a minute or
 * comes again: counts of the window under way, candidates for review.
 */
public final class AvroFormat {

    private static final Logger LOG = LoggerFactory.getLogger(AvroFormat.class);

    private AvroFormat() {}

    /** A serde that returns null for records of a schema that it does not know. */
    public static <T> Serde<T> serde(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(encoder, value),
                (topic, bytes) -> bytes == null ? null : decode(decoder, topic, bytes));
    }

    /** @throws UncheckedIOException the value lacks a field that must be there */
    public static <T> byte[] encode(BinaryMessageEncoder<T> encoder, T value) {
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value, or null where it has a schema of another release. */
    public static <T> T decode(BinaryMessageDecoder<T> decoder, String topic, byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | AvroRuntimeException e) {
            LOG.warn("Forgot a record of another release in {}: {}", topic, e.getMessage());
            return null;
        }
    }
}
