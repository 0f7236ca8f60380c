package io.headwater.schemas.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Decodes Avro's binary encoding from an array. Unlike Avro's own decoder it gives bytes as a view of the array: an image
 * event is nearly all image, and a copy of it would be most of what a classification allocates.
 */
final class ArrayDecoder extends Decoder {

    private static final int VARINT_BITS = 7;
    private static final int LONGEST_VARINT = 10 * VARINT_BITS;

    private final ByteBuffer input;

    ArrayDecoder(byte[] bytes, int offset) {
        input = ByteBuffer.wrap(bytes, offset, bytes.length - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return require(1).get() == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException("An int of " + value);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += VARINT_BITS) {
            byte next = require(1).get();
            zigzag |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
        throw new IOException("A number of more than ten bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return require(Float.BYTES).getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return require(Double.BYTES).getDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        String text = new String(input.array(), input.arrayOffset() + input.position(), length, StandardCharsets.UTF_8);
        input.position(input.position() + length);
        return text;
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    /** A view; it lives as long as the array does. */
    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = readLength();
        ByteBuffer view = input.slice(input.position(), length);
        input.position(input.position() + length);
        return view;
    }

    @Override
    public void skipBytes() throws IOException {
        skipFixed(readLength());
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        require(length).get(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        require(length).position(input.position() + length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipItems();
    }

    @Override
    public long readMapStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long mapNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipItems();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    /** A negative count is followed by the block's length in bytes. */
    private long readItemCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        if (count < 0 || count > input.remaining()) {
            throw new EOFException(count + " items in " + input.remaining() + " bytes");
        }
        return count;
    }

    /** Skips blocks whose length is known; returns the items of one that has to be read, or 0. */
    private long skipItems() throws IOException {
        long count = readLong();
        while (count < 0) {
            skipFixed(readLength());
            count = readLong();
        }
        return count;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > input.remaining()) {
            throw new EOFException("A length of " + length + " with " + input.remaining() + " bytes left");
        }
        return (int) length;
    }

    private ByteBuffer require(int bytes) throws EOFException {
        if (bytes > input.remaining()) {
            throw new EOFException(bytes + " bytes wanted, " + input.remaining() + " left");
        }
        return input;
    }
}
