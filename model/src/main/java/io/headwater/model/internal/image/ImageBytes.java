package io.headwater.model.internal.image;

import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;
import java.nio.ByteBuffer;

/** Bounds-checked access to the bytes of an encoded image; reading past the end means that the image is truncated. */
public final class ImageBytes {

    private final ByteBuffer bytes;

    /** Views the bytes between position and limit. */
    public ImageBytes(ByteBuffer encoded) {
        this.bytes = encoded.slice();
    }

    int length() {
        return bytes.limit();
    }

    int u8(long at) {
        require(at, 1);
        return bytes.get((int) at) & 0xff;
    }

    int u16(long at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u16le(long at) {
        return u8(at) | u8(at + 1) << 8;
    }

    int u24le(long at) {
        return u16le(at) | u8(at + 2) << 16;
    }

    long u32(long at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    long u32le(long at) {
        return u16le(at) | (long) u16le(at + 2) << 16;
    }

    /** Whether the Latin-1 text is at that place; false beyond the end. */
    boolean has(long at, String text) {
        if (at < 0 || at + text.length() > length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes.get((int) at + i) & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A view of part of the bytes. */
    ByteBuffer slice(long at, long size) {
        require(at, size);
        return bytes.slice((int) at, (int) size);
    }

    /** Fails where the image ends before that part does. */
    void require(long at, long size) {
        if (at < 0 || size > length() - at) {
            throw truncated();
        }
    }

    private ImageRejectedException truncated() {
        return new ImageRejectedException(
                Reason.TRUNCATED, "The image ends too early: after " + length() + " bytes it is not complete");
    }
}
