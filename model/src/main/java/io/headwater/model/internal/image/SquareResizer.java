package io.headwater.model.internal.image;

import io.headwater.model.Resize;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Scales an image to a square. */
final class SquareResizer {

    /**
     * Up to here an image shrinks with bilinear interpolation, in a sixth of the time of area averaging: no pixel counts less
     * than half of another. At 2 some would hardly count. Photographs of flowers that shrink by 1.46 were classified as well
     * (docs/accuracy.md).
     */
    private static final double BILINEAR_SHRINKING = 1.5;

    private SquareResizer() {}

    /**
     * Makes the image a square of {@code size} pixels, in the memory of {@code square} where it is of that size already.
     *
     * @throws IllegalArgumentException the image is not 8-bit RGB: OpenCV would take other memory for the square, for this
     *     image and all that come after it, and the batch that the square lies in would keep an earlier image
     */
    static void resize(Mat image, int size, Resize resize, Mat square) {
        if (image.type() != CvType.CV_8UC3) {
            throw new IllegalArgumentException(
                    "The image was decoded as " + CvType.typeToString(image.type()) + ", not as 8-bit RGB");
        }
        Mat region = resize == Resize.CROP ? image.submat(centre(image, size)) : image;
        try {
            scale(region, size, square);
        } finally {
            if (region != image) {
                region.release();
            }
        }
    }

    /**
     * The largest reduction of a JPEG, 1, 2, 4 or 8, that leaves at least the pixels that are needed. Decoding at a
     * fraction of the size is what makes large photographs cheap.
     */
    static int reduction(int width, int height, int size, Resize resize) {
        int needed = resize == Resize.CROP ? shorterSide(size) : size;
        int reduction = 8;
        while (reduction > 1 && Math.min(width, height) / reduction < needed) {
            reduction /= 2;
        }
        return reduction;
    }

    /** What the shorter side would be scaled to before the crop: 256 for 224. */
    private static int shorterSide(int size) {
        return Math.round(size * 256f / 224);
    }

    /**
     * The square that is left of the image when its shorter side is scaled to {@code shorterSide} and the centre
     * cropped. Cutting first is the same field of view, and a strip of 4000 × 1 pixels does not become a million wide.
     */
    private static Rect centre(Mat image, int size) {
        int shorter = Math.min(image.cols(), image.rows());
        int side = Math.max(1, Math.round((float) shorter * size / shorterSide(size)));
        return new Rect((image.cols() - side) / 2, (image.rows() - side) / 2, side, side);
    }

    /** Bilinear where it grows or hardly shrinks, area averaging where it shrinks more; a strip may need both. */
    private static void scale(Mat region, int size, Mat scaled) {
        Size target = new Size(size, size);
        if (Math.max(region.cols(), region.rows()) <= BILINEAR_SHRINKING * size) {
            Imgproc.resize(region, scaled, target, 0, 0, Imgproc.INTER_LINEAR);
            return;
        }
        Size shrunk = new Size(Math.min(region.cols(), size), Math.min(region.rows(), size));
        if (shrunk.equals(target)) {
            Imgproc.resize(region, scaled, target, 0, 0, Imgproc.INTER_AREA);
            return;
        }
        Mat strip = new Mat();
        try {
            Imgproc.resize(region, strip, shrunk, 0, 0, Imgproc.INTER_AREA);
            Imgproc.resize(strip, scaled, target, 0, 0, Imgproc.INTER_LINEAR);
        } finally {
            strip.release();
        }
    }
}
