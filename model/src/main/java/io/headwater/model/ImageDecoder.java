package io.headwater.model;

import io.headwater.model.ImageRejectedException.Reason;
import io.headwater.model.internal.image.ImageBytes;
import io.headwater.model.internal.image.ImageHeader;
import io.headwater.model.internal.image.ImagePixels;
import io.headwater.model.internal.image.OpenCvLibrary;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Turns encoded images into the bytes of a model's input: JPEG, PNG, WebP, GIF (of animations the first frame), BMP and
 * TIFF. Width and height are checked from the header, before anything of that size is allocated. Safe for use by
 * several threads.
 *
 * <p>OpenCV's codecs write a line to the standard error stream about a broken image; setting {@code
 * OPENCV_LOG_LEVEL=SILENT} before the start keeps OpenCV's own quiet.
 */
public final class ImageDecoder {

    /** Goes up with every release that makes other pixels of an image: what was computed from earlier ones no longer fits. */
    public static final int PIXELS = 1;

    private final long maxPixels;

    /** @param maxPixels largest width × height that is decoded */
    public ImageDecoder(long maxPixels) {
        this.maxPixels = maxPixels;
        OpenCvLibrary.load();
    }

    /**
     * Decodes, turns upright by the EXIF orientation, resizes. Grey, CMYK, palette and 16-bit images become 8-bit RGB;
     * what is transparent in PNG, WebP and GIF becomes white. An image with transparency is taken as upright.
     *
     * @param encoded read from its position to its limit; left as it is
     * @param size width and height of the result in pixels
     * @param target takes {@code size * size * 3} bytes RGB, row by row, from its position, which moves on
     * @throws ImageRejectedException the image cannot be decoded
     */
    public void decode(ByteBuffer encoded, int size, Resize resize, ByteBuffer target) {
        ImagePixels.decode(encoded, checkedHeader(encoded), size, resize, target);
    }

    /**
     * Like {@link #decode(ByteBuffer, int, Resize, ByteBuffer)}, to a place of a batch.
     *
     * @param i the image's place, below {@link Batch#capacity()}
     * @throws ImageRejectedException the image cannot be decoded
     */
    public void decode(ByteBuffer encoded, Resize resize, Batch batch, int i) {
        ImagePixels.decode(encoded, checkedHeader(encoded), batch.inputSize(), resize, batch.square(i));
    }

    /**
     * Like {@link #decode(ByteBuffer, int, Resize, ByteBuffer)}, once for several views. They are made of the resized
     * square: what the model would see of the image is what is turned and shifted.
     *
     * @param targets gives for the index of a view where its {@code size * size * 3} bytes go
     * @throws ImageRejectedException the image cannot be decoded
     */
    public void decodeViews(
            ByteBuffer encoded, int size, Resize resize, List<ImageView> views, IntFunction<ByteBuffer> targets) {
        ImagePixels.decode(encoded, checkedHeader(encoded), size, resize, views, targets);
    }

    /**
     * Reads the header only.
     *
     * @throws ImageRejectedException the format is unknown or the header is broken, or the size is out of bounds
     */
    public ImageInfo probe(ByteBuffer encoded) {
        return checkedHeader(encoded).info();
    }

    private ImageHeader checkedHeader(ByteBuffer encoded) {
        ImageHeader header = ImageHeader.read(new ImageBytes(encoded));
        ImageInfo info = header.info();
        if (info.width() <= 0 || info.height() <= 0) {
            throw new ImageRejectedException(
                    Reason.INVALID_DIMENSIONS,
                    "The " + info.format() + " is " + info.width() + " x " + info.height() + " pixels large");
        }
        if (info.pixels() > maxPixels) {
            throw new ImageRejectedException(
                    Reason.TOO_MANY_PIXELS,
                    "The " + info.format() + " is " + info.width() + " x " + info.height() + " pixels large, above"
                            + " image.max.pixels (" + maxPixels + ")");
        }
        return header;
    }
}
