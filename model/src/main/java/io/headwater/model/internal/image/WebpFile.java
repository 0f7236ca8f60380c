package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The RIFF container of WebP (RFC 9649). */
final class WebpFile {

    private static final int FIRST_CHUNK = 12;
    private static final int ALPHA_FLAG = 0x10;
    /** Position, size, duration and flags of an animation frame, before its chunks. */
    private static final int FRAME_HEADER = 16;

    private WebpFile() {}

    static ImageHeader header(ImageBytes bytes) {
        int data = FIRST_CHUNK + 8;
        if (bytes.has(FIRST_CHUNK, "VP8X")) {
            boolean alpha = (bytes.u8(data) & ALPHA_FLAG) != 0;
            return ImageHeader.of(ImageFormat.WEBP, 1L + bytes.u24le(data + 4), 1L + bytes.u24le(data + 7), alpha);
        }
        if (bytes.has(FIRST_CHUNK, "VP8L")) {
            long fields = bytes.u32le(data + 1);
            boolean alpha = (fields >> 28 & 1) != 0;
            return ImageHeader.of(ImageFormat.WEBP, 1 + (fields & 0x3fff), 1 + (fields >> 14 & 0x3fff), alpha);
        }
        if (bytes.has(FIRST_CHUNK, "VP8 ")) {
            return ImageHeader.of(
                    ImageFormat.WEBP, bytes.u16le(data + 6) & 0x3fff, bytes.u16le(data + 8) & 0x3fff, false);
        }
        throw new ImageRejectedException(Reason.CORRUPT, "The WebP holds no image");
    }

    static void requireComplete(ImageBytes bytes) {
        bytes.require(8, bytes.u32le(4));
    }

    static boolean isAnimated(ImageBytes bytes) {
        return bytes.has(FIRST_CHUNK, "VP8X") && (bytes.u8(FIRST_CHUNK + 8) & 0x02) != 0;
    }

    /** The first frame of an animation as a WebP file of its own: the decoder at hand knows no animations. */
    static ByteBuffer firstFrame(ImageBytes bytes) {
        long at = FIRST_CHUNK;
        while (!bytes.has(at, "ANMF")) {
            at += 8 + padded(bytes.u32le(at + 4));
        }
        ByteBuffer frame = bytes.slice(at + 8, bytes.u32le(at + 4)).order(ByteOrder.LITTLE_ENDIAN);
        if (frame.remaining() < FRAME_HEADER + 8) {
            throw new ImageRejectedException(Reason.CORRUPT, "The first frame of the WebP animation is empty");
        }
        int canvas = FIRST_CHUNK + 8 + 4;
        ImageBytes size = new ImageBytes(frame.slice(6, 6));
        if (size.u24le(0) > bytes.u24le(canvas) || size.u24le(3) > bytes.u24le(canvas + 3)) {
            throw new ImageRejectedException(Reason.CORRUPT, "The first frame of the WebP animation is larger than it");
        }
        ByteBuffer chunks = frame.slice(FRAME_HEADER, frame.remaining() - FRAME_HEADER);
        ByteBuffer file = ByteBuffer.allocate(30 + chunks.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(22 + chunks.remaining()).put(ascii("WEBP"));
        file.put(ascii("VP8X")).putInt(10);
        file.putInt(ALPHA_FLAG);
        // Width and height, 24 bits each, as the frame gives them.
        file.put(frame.slice(6, 6));
        return file.put(chunks).flip();
    }

    private static long padded(long size) {
        return size + (size & 1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
