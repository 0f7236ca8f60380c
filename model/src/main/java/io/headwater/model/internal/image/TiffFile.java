package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;

/** The first image directory of TIFF 6.0. */
final class TiffFile {

    private static final int IMAGE_WIDTH = 256;
    private static final int IMAGE_LENGTH = 257;
    private static final int SHORT = 3;

    private TiffFile() {}

    static ImageHeader header(ImageBytes bytes) {
        boolean littleEndian = bytes.u8(0) == 'I';
        long directory = u32(bytes, 4, littleEndian);
        int entries = u16(bytes, directory, littleEndian);
        long width = -1;
        long height = -1;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            int tag = u16(bytes, entry, littleEndian);
            if (tag != IMAGE_WIDTH && tag != IMAGE_LENGTH) {
                continue;
            }
            long value = u16(bytes, entry + 2, littleEndian) == SHORT
                    ? u16(bytes, entry + 8, littleEndian)
                    : u32(bytes, entry + 8, littleEndian);
            if (tag == IMAGE_WIDTH) {
                width = value;
            } else {
                height = value;
            }
        }
        if (width < 0 || height < 0) {
            throw new ImageRejectedException(Reason.CORRUPT, "The TIFF does not say how wide and high it is");
        }
        return ImageHeader.of(ImageFormat.TIFF, width, height, false);
    }

    private static int u16(ImageBytes bytes, long at, boolean littleEndian) {
        return littleEndian ? bytes.u16le(at) : bytes.u16(at);
    }

    private static long u32(ImageBytes bytes, long at, boolean littleEndian) {
        return littleEndian ? bytes.u32le(at) : bytes.u32(at);
    }
}
