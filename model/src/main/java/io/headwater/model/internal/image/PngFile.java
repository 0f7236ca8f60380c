package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;
import java.nio.ByteBuffer;

/** The chunks of PNG (W3C PNG specification, chapter 5). */
final class PngFile {

    private static final int SIGNATURE = 8;
    /** Length and type before the data, checksum behind. */
    private static final int CHUNK_OVERHEAD = 12;
    /** Types of chunks of compressed text (zTXt, iTXt) and of animations (acTL, fcTL, fdAT). */
    private static final long[] LEFT_OUT = {0x7a545874, 0x69545874, 0x6163544c, 0x6663544c, 0x66644154};

    private PngFile() {}

    static ImageHeader header(ImageBytes bytes) {
        if (!bytes.has(SIGNATURE + 4, "IHDR")) {
            throw new ImageRejectedException(
                    bytes.length() < SIGNATURE + 8 ? Reason.TRUNCATED : Reason.CORRUPT, "The PNG has no IHDR chunk");
        }
        int data = SIGNATURE + 8;
        int colourType = bytes.u8(data + 9);
        boolean alphaChannel = (colourType & 4) != 0;
        return ImageHeader.of(
                ImageFormat.PNG, bytes.u32(data), bytes.u32(data + 4), alphaChannel || hasTransparency(bytes));
    }

    static void requireComplete(ImageBytes bytes) {
        long at = SIGNATURE;
        while (at < bytes.length() && !bytes.has(at + 4, "IEND")) {
            long chunk = CHUNK_OVERHEAD + bytes.u32(at);
            bytes.require(at, chunk);
            at += chunk;
        }
    }

    /**
     * The still image alone, without compressed texts and further frames. A kilobyte of compressed text inflates to
     * megabytes, and libpng keeps up to a thousand of them in memory, for nothing: the pixels do not depend on them. Of an
     * animation OpenCV 4.13 decodes the first frame, which need not be the image that is shown where nothing can move.
     */
    static ByteBuffer still(ImageBytes bytes) {
        long first = SIGNATURE;
        while (first + CHUNK_OVERHEAD <= bytes.length() && !isLeftOut(bytes, first)) {
            first += CHUNK_OVERHEAD + bytes.u32(first);
        }
        return first + CHUNK_OVERHEAD <= bytes.length() ? without(bytes, first) : bytes.slice(0, bytes.length());
    }

    private static ByteBuffer without(ImageBytes bytes, long firstLeftOut) {
        ByteBuffer still = ByteBuffer.allocate(bytes.length());
        still.put(bytes.slice(0, firstLeftOut));
        long at = firstLeftOut;
        while (at + CHUNK_OVERHEAD <= bytes.length()) {
            long chunk = Math.min(CHUNK_OVERHEAD + bytes.u32(at), bytes.length() - at);
            if (!isLeftOut(bytes, at)) {
                still.put(bytes.slice(at, chunk));
            }
            at += chunk;
        }
        return still.flip();
    }

    private static boolean isLeftOut(ImageBytes bytes, long chunk) {
        long type = bytes.u32(chunk + 4);
        for (long leftOut : LEFT_OUT) {
            if (type == leftOut) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasTransparency(ImageBytes bytes) {
        long at = SIGNATURE;
        while (at + CHUNK_OVERHEAD <= bytes.length()) {
            if (bytes.has(at + 4, "tRNS")) {
                return true;
            }
            if (bytes.has(at + 4, "IDAT")) {
                return false;
            }
            at += CHUNK_OVERHEAD + bytes.u32(at);
        }
        return false;
    }
}
