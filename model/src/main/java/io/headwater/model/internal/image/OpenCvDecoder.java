package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;
import java.nio.ByteBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Decodes everything but GIF with OpenCV. */
final class OpenCvDecoder {

    private static final int OPAQUE = 255;

    private OpenCvDecoder() {}

    /**
     * The image upright, as 8-bit BGR; the caller releases it.
     *
     * @param reduction 1, 2, 4 or 8: a JPEG is decoded at that fraction of its size
     */
    static Mat decode(ByteBuffer encoded, ImageHeader header, int reduction) {
        ImageFormat format = header.info().format();
        // With IMREAD_COLOR OpenCV applies the EXIF orientation, and drops transparency.
        int flags = header.alpha() ? Imgcodecs.IMREAD_UNCHANGED : colourFlag(reduction);
        Mat bytes = ScratchMats.ofThread().encoded();
        try {
            bytes.create(1, encoded.remaining(), CvType.CV_8UC1);
            fill(bytes, encoded);
            Mat image = Imgcodecs.imdecode(bytes, flags);
            if (image.empty()) {
                throw new ImageRejectedException(Reason.CORRUPT, "The " + format + " cannot be decoded");
            }
            return header.alpha() ? opaque(image) : image;
        } catch (CvException e) {
            throw new ImageRejectedException(
                    Reason.CORRUPT,
                    "The " + format + " cannot be decoded: " + e.getMessage().strip(),
                    e);
        } finally {
            bytes.release();
        }
    }

    private static int colourFlag(int reduction) {
        return switch (reduction) {
            case 8 -> Imgcodecs.IMREAD_REDUCED_COLOR_8;
            case 4 -> Imgcodecs.IMREAD_REDUCED_COLOR_4;
            case 2 -> Imgcodecs.IMREAD_REDUCED_COLOR_2;
            default -> Imgcodecs.IMREAD_COLOR;
        };
    }

    private static void fill(Mat bytes, ByteBuffer encoded) {
        if (encoded.hasArray()) {
            bytes.put(0, 0, encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
        } else {
            byte[] copy = new byte[encoded.remaining()];
            encoded.duplicate().get(copy);
            bytes.put(0, 0, copy);
        }
    }

    /** Any depth and number of channels to 8-bit BGR over white; releases its argument. */
    private static Mat opaque(Mat image) {
        Mat result = new Mat();
        try {
            if (image.depth() == CvType.CV_16U) {
                image.convertTo(image, CvType.CV_8U, 1.0 / 257);
            }
            switch (image.channels()) {
                case 1 -> Imgproc.cvtColor(image, result, Imgproc.COLOR_GRAY2BGR);
                case 4 -> overWhite(image, result);
                default -> image.copyTo(result);
            }
            return result;
        } finally {
            image.release();
        }
    }

    /** colour × alpha + white × (1 - alpha), with the rounding of 8-bit arithmetic. */
    private static void overWhite(Mat bgra, Mat result) {
        Mat alpha = new Mat();
        Mat white = new Mat();
        try {
            Core.extractChannel(bgra, alpha, 3);
            Imgproc.cvtColor(alpha, alpha, Imgproc.COLOR_GRAY2BGR);
            Imgproc.cvtColor(bgra, result, Imgproc.COLOR_BGRA2BGR);
            Core.multiply(result, alpha, result, 1.0 / OPAQUE);
            Core.bitwise_not(alpha, white);
            Core.add(result, white, result);
        } finally {
            alpha.release();
            white.release();
        }
    }
}
