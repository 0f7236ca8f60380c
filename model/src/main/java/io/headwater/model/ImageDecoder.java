package io.headwater.model;

import java.nio.ByteBuffer;

/**
 * Turns encoded images into the bytes of a model's input. Width and height are checked from the header, before anything
 * of that size is allocated. Safe for use by several threads.
 */
public final class ImageDecoder {

    private final long maxPixels;

    /** @param maxPixels largest width × height that is decoded */
    public ImageDecoder(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /**
     * Decodes, orients, resizes. Grey, CMYK, palette and 16-bit images become 8-bit RGB; transparency becomes white.
     *
     * @param encoded read from its position to its limit; left as it is
     * @param size width and height of the result in pixels
     * @param target takes {@code size * size * 3} bytes RGB, row by row, from its position, which moves on
     * @throws ImageRejectedException the image cannot be decoded
     */
    public void decode(ByteBuffer encoded, int size, Resize resize, ByteBuffer target) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Reads the header only.
     *
     * @throws ImageRejectedException the format is unknown or the header is broken, or the size is out of bounds
     */
    public ImageInfo probe(ByteBuffer encoded) {
        throw new UnsupportedOperationException("not built yet");
    }
}
