package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;

/** The marker structure of JPEG (ITU-T T.81, annex B). */
final class JpegFile {

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;

    /**
     * A progressive image has about ten scans; each costs a pass over all coefficients, so a few kilobytes of empty
     * ones would keep a decoder busy for hours.
     */
    private static final int MAX_SCANS = 100;

    private JpegFile() {}

    static ImageHeader header(ImageBytes bytes) {
        int at = 2;
        while (true) {
            at = nextMarker(bytes, at);
            int marker = bytes.u8(at - 1);
            if (isFrame(marker)) {
                return ImageHeader.of(ImageFormat.JPEG, bytes.u16(at + 5), bytes.u16(at + 3), false);
            }
            if (marker == SOS || marker == EOI) {
                throw new ImageRejectedException(Reason.CORRUPT, "The JPEG has no frame header before its data");
            }
            if (!isStandalone(marker)) {
                at += bytes.u16(at);
            }
        }
    }

    /**
     * Decoders fill what is missing with grey and say nothing, so a truncated image would be classified by what is not
     * there. Complete means: the end marker follows the data; junk behind it does no harm.
     */
    static void requireComplete(ImageBytes bytes) {
        int at = 2;
        int scans = 0;
        while (true) {
            at = nextMarker(bytes, at);
            int marker = bytes.u8(at - 1);
            if (marker == EOI) {
                if (scans == 0) {
                    throw new ImageRejectedException(Reason.CORRUPT, "The JPEG holds no image data");
                }
                return;
            }
            if (marker == SOS && ++scans > MAX_SCANS) {
                throw new ImageRejectedException(Reason.CORRUPT, "The JPEG has more than " + MAX_SCANS + " scans");
            }
            if (!isStandalone(marker)) {
                at += bytes.u16(at);
            }
        }
    }

    /** The place behind the next marker; skips entropy-coded data, padding and, as libjpeg does, stray bytes. */
    private static int nextMarker(ImageBytes bytes, int from) {
        int at = from;
        while (true) {
            if (bytes.u8(at++) != 0xff) {
                continue;
            }
            while (bytes.u8(at) == 0xff) {
                at++;
            }
            if (bytes.u8(at++) != 0) {
                return at;
            }
        }
    }

    /** SOF0 to SOF15, of which C4, C8 and CC are something else. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Markers without a length: TEM, RST0 to RST7, SOI. */
    private static boolean isStandalone(int marker) {
        return marker == 0x01 || marker >= 0xd0 && marker <= SOI;
    }
}
