package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The first image directory of TIFF 6.0. */
final class TiffFile {

    private static final int IMAGE_WIDTH = 256;
    private static final int IMAGE_LENGTH = 257;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_LENGTH = 323;
    private static final int SHORT = 3;
    /** A tile is decoded as a whole, however small the image is; usual are 256 × 256. */
    private static final long MAX_TILE_PIXELS = 1L << 22;

    private static final Set<Integer> SIZES = Set.of(IMAGE_WIDTH, IMAGE_LENGTH, TILE_WIDTH, TILE_LENGTH);

    private TiffFile() {}

    static ImageHeader header(ImageBytes bytes) {
        boolean littleEndian = bytes.u8(0) == 'I';
        long directory = u32(bytes, 4, littleEndian);
        int entries = u16(bytes, directory, littleEndian);
        Map<Integer, Long> sizes = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            int tag = u16(bytes, entry, littleEndian);
            if (SIZES.contains(tag)) {
                boolean isShort = u16(bytes, entry + 2, littleEndian) == SHORT;
                sizes.put(
                        tag,
                        isShort ? (long) u16(bytes, entry + 8, littleEndian) : u32(bytes, entry + 8, littleEndian));
            }
        }
        if (!sizes.containsKey(IMAGE_WIDTH) || !sizes.containsKey(IMAGE_LENGTH)) {
            throw new ImageRejectedException(Reason.CORRUPT, "The TIFF does not say how wide and high it is");
        }
        if (sizes.getOrDefault(TILE_WIDTH, 0L) * sizes.getOrDefault(TILE_LENGTH, 0L) > MAX_TILE_PIXELS) {
            throw new ImageRejectedException(Reason.CORRUPT, "The TIFF has tiles of more than 4 million pixels");
        }
        return ImageHeader.of(ImageFormat.TIFF, sizes.get(IMAGE_WIDTH), sizes.get(IMAGE_LENGTH), false);
    }

    private static int u16(ImageBytes bytes, long at, boolean littleEndian) {
        return littleEndian ? bytes.u16le(at) : bytes.u16(at);
    }

    private static long u32(ImageBytes bytes, long at, boolean littleEndian) {
        return littleEndian ? bytes.u32le(at) : bytes.u32(at);
    }
}
