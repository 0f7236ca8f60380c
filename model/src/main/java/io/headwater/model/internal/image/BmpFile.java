package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;

/** The headers of Windows and OS/2 bitmaps. */
final class BmpFile {

    private static final int OS2_HEADER = 12;
    private static final int UNCOMPRESSED = 0;

    private BmpFile() {}

    static ImageHeader header(ImageBytes bytes) {
        long size = bytes.u32le(14);
        if (size == OS2_HEADER) {
            return ImageHeader.of(ImageFormat.BMP, bytes.u16le(18), bytes.u16le(20), false);
        }
        if (size < 40) {
            throw new ImageRejectedException(Reason.CORRUPT, "The BMP has a header of " + size + " bytes");
        }
        int width = (int) bytes.u32le(18);
        // A negative height means that the rows are stored from the top.
        long height = Math.abs((long) (int) bytes.u32le(22));
        return ImageHeader.of(ImageFormat.BMP, width, height, false);
    }

    static void requireComplete(ImageBytes bytes) {
        long header = bytes.u32le(14);
        boolean os2 = header == OS2_HEADER;
        if (!os2 && bytes.u32le(30) != UNCOMPRESSED) {
            return;
        }
        long width = os2 ? bytes.u16le(18) : (int) bytes.u32le(18);
        long height = os2 ? bytes.u16le(20) : Math.abs((long) (int) bytes.u32le(22));
        int bits = bytes.u16le(os2 ? 24 : 28);
        long row = (width * bits + 31) / 32 * 4;
        bytes.require(bytes.u32le(10), row * height);
    }
}
