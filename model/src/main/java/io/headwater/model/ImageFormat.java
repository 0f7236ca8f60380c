package io.headwater.model;

/** Encodings that the decoder knows. */
public enum ImageFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    WEBP,
    TIFF
}
