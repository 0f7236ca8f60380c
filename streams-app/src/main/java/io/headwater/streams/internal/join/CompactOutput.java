package io.headwater.streams.internal.join;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * Bytes that grow with what is written to them. Kafka's own stream grows by a tenth at a time, which copies a batch of a
 * thousand predictions ten times over.
 */
final class CompactOutput {

    private static final int INITIAL_BYTES = 64;
    private static final int MAX_NUMBER_BYTES = 10;
    /** What is kept for the next use: the largest batch of predictions fits. */
    private static final int LARGEST_KEPT_BYTES = 512 * 1024;

    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES);

    /** Begins anew. */
    void clear() {
        if (buffer.capacity() > LARGEST_KEPT_BYTES) {
            buffer = ByteBuffer.allocate(INITIAL_BYTES);
        }
        buffer.clear();
    }

    void writeByte(int value) {
        room(Byte.BYTES).put((byte) value);
    }

    void writeFloat(float value) {
        room(Float.BYTES).putFloat(value);
    }

    void writeNumber(int value) {
        ByteUtils.writeVarint(value, room(MAX_NUMBER_BYTES));
    }

    void writeNumber(long value) {
        ByteUtils.writeVarlong(value, room(MAX_NUMBER_BYTES));
    }

    /** @param text may be null */
    void writeText(String text) {
        if (text == null) {
            writeNumber(CompactFormat.NULL);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeNumber(bytes.length);
        room(bytes.length).put(bytes);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity()));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
