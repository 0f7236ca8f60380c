package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;

/** The blocks of GIF89a up to the first image, which is the only one that is decoded. */
final class GifFile {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;

    private GifFile() {}

    /** The larger of the logical screen and the first frame: decoders allocate one or the other. */
    static ImageHeader header(ImageBytes bytes) {
        int screenWidth = bytes.u16le(6);
        int screenHeight = bytes.u16le(8);
        int frame = firstFrame(bytes);
        int width = bytes.u16le(frame + 5);
        int height = bytes.u16le(frame + 7);
        if (screenWidth == 0 || screenHeight == 0 || width == 0 || height == 0) {
            return ImageHeader.of(ImageFormat.GIF, 0, 0, true);
        }
        return ImageHeader.of(ImageFormat.GIF, Math.max(width, screenWidth), Math.max(height, screenHeight), true);
    }

    static void requireComplete(ImageBytes bytes) {
        int frame = firstFrame(bytes);
        int flags = bytes.u8(frame + 9);
        skipBlocks(bytes, frame + 10 + colourTable(flags) + 1);
    }

    private static int firstFrame(ImageBytes bytes) {
        int at = 13 + colourTable(bytes.u8(10));
        while (true) {
            int block = bytes.u8(at);
            if (block == IMAGE) {
                return at;
            }
            if (block != EXTENSION) {
                throw new ImageRejectedException(Reason.CORRUPT, "The GIF holds no image");
            }
            at = skipBlocks(bytes, at + 2);
        }
    }

    private static int colourTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    /** The place behind a row of data blocks, which ends with one of no bytes. */
    private static int skipBlocks(ImageBytes bytes, int from) {
        int at = from;
        for (int size = bytes.u8(at); size > 0; size = bytes.u8(at)) {
            at += 1 + size;
        }
        return at + 1;
    }
}
