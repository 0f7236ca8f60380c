package io.headwater.model;

/**
 * What an image's header says.
 *
 * @param format encoding
 * @param width in pixels, before EXIF orientation
 * @param height in pixels, before EXIF orientation
 */
public record ImageInfo(ImageFormat format, int width, int height) {

    public long pixels() {
        return (long) width * height;
    }
}
