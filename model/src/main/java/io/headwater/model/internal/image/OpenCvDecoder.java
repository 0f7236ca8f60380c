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

    /** Used again for each image: a {@link Mat} costs a finaliser, which shows in the decoding of small images. */
    private static final ThreadLocal<Mat> ENCODED = ThreadLocal.withInitial(Mat::new);

    private OpenCvDecoder() {}

    /**
     * The image upright, as 8-bit RGB; the caller releases it.
     *
     * @param reduction 1, 2, 4 or 8: a JPEG is decoded at that fraction of its size
     */
    static Mat decode(ByteBuffer encoded, ImageHeader header, int reduction) {
        ImageFormat format = header.info().format();
        // With IMREAD_COLOR_RGB OpenCV applies the EXIF orientation, and drops transparency.
        int flags = header.alpha() ? Imgcodecs.IMREAD_UNCHANGED : Imgcodecs.IMREAD_COLOR_RGB | reductionFlag(reduction);
        Mat bytes = ENCODED.get();
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

    /** The flags of reduced grey images are the bits of the reduction; those of reduced coloured ones say BGR as well. */
    private static int reductionFlag(int reduction) {
        return switch (reduction) {
            case 8 -> Imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
            case 4 -> Imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
            case 2 -> Imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
            default -> 0;
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

    /** Grey, BGR or BGRA of any depth to 8-bit RGB over white; releases its argument. */
    private static Mat opaque(Mat image) {
        Mat result = new Mat();
        try {
            if (image.depth() == CvType.CV_16U) {
                image.convertTo(image, CvType.CV_8U, 1.0 / 257);
            }
            switch (image.channels()) {
                case 1 -> Imgproc.cvtColor(image, result, Imgproc.COLOR_GRAY2RGB);
                case 4 -> overWhite(image, result);
                default -> Imgproc.cvtColor(image, result, Imgproc.COLOR_BGR2RGB);
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
            Imgproc.cvtColor(alpha, alpha, Imgproc.COLOR_GRAY2RGB);
            Imgproc.cvtColor(bgra, result, Imgproc.COLOR_BGRA2RGB);
            Core.multiply(result, alpha, result, 1.0 / OPAQUE);
            Core.bitwise_not(alpha, white);
            Core.add(result, white, result);
        } finally {
            alpha.release();
            white.release();
        }
    }
}
