package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageInfo;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;

/**
 * What the header of an encoded image says, read without decoding anything.
 *
 * @param info format and size
 * @param alpha whether the image may have transparent parts
 */
public record ImageHeader(ImageInfo info, boolean alpha) {

    static ImageHeader of(ImageFormat format, long width, long height, boolean alpha) {
        // Anything larger than an int is far above every limit; clamped so that the caller reports it as too large.
        int w = (int) Math.max(Integer.MIN_VALUE, Math.min(width, Integer.MAX_VALUE));
        int h = (int) Math.max(Integer.MIN_VALUE, Math.min(height, Integer.MAX_VALUE));
        return new ImageHeader(new ImageInfo(format, w, h), alpha);
    }

    /**
     * Recognises the format from the first bytes and reads the header.
     *
     * @throws ImageRejectedException the format is unknown or the header incomplete
     */
    public static ImageHeader read(ImageBytes bytes) {
        if (bytes.length() == 0) {
            throw new ImageRejectedException(Reason.EMPTY, "The image has no bytes");
        }
        if (bytes.has(0, "\u00ff\u00d8")) {
            return JpegFile.header(bytes);
        }
        if (bytes.has(0, "\u0089PNG\r\n\u001a\n")) {
            return PngFile.header(bytes);
        }
        if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return GifFile.header(bytes);
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return WebpFile.header(bytes);
        }
        if (bytes.has(0, "II*\0") || bytes.has(0, "MM\0*")) {
            return TiffFile.header(bytes);
        }
        if (bytes.has(0, "BM")) {
            return BmpFile.header(bytes);
        }
        throw new ImageRejectedException(
                Reason.UNSUPPORTED_FORMAT, "The bytes are not a JPEG, PNG, WebP, GIF, BMP or TIFF image");
    }

    /**
     * Checks that the encoded data are all there, as far as the format shows it without decoding.
     *
     * @throws ImageRejectedException the image is truncated, or made to take forever to decode
     */
    public void requireComplete(ImageBytes bytes) {
        switch (info.format()) {
            case JPEG -> JpegFile.requireComplete(bytes);
            case GIF -> GifFile.requireComplete(bytes);
            case WEBP -> WebpFile.requireComplete(bytes);
            case BMP -> BmpFile.requireComplete(bytes);
            case PNG -> PngFile.requireComplete(bytes);
            case TIFF -> {
                // Its decoder notices.
            }
        }
    }
}
