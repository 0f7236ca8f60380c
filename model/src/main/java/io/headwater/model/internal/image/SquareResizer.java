package io.headwater.model.internal.image;

import io.headwater.model.Resize;
import java.nio.ByteBuffer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Scales a BGR image to a square of RGB bytes. */
final class SquareResizer {

    private SquareResizer() {}

    /** Makes the image a square of {@code size} pixels. */
    static void resize(Mat image, int size, Resize resize, Mat square) {
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

    /** Area averaging where it shrinks, bilinear where it grows; a strip may need both. */
    private static void scale(Mat region, int size, Mat scaled) {
        Size shrunk = new Size(Math.min(region.cols(), size), Math.min(region.rows(), size));
        if (shrunk.equals(region.size())) {
            Imgproc.resize(region, scaled, new Size(size, size), 0, 0, Imgproc.INTER_LINEAR);
            return;
        }
        Imgproc.resize(region, scaled, shrunk, 0, 0, Imgproc.INTER_AREA);
        if (scaled.cols() != size || scaled.rows() != size) {
            Imgproc.resize(scaled, scaled, new Size(size, size), 0, 0, Imgproc.INTER_LINEAR);
        }
    }

    /** Writes {@code size * size * 3} bytes RGB at the target's position, which moves on. */
    static void write(Mat scaled, ByteBuffer target) {
        int size = scaled.rows();
        int bytes = size * size * 3;
        if (target.isDirect()) {
            Mat view = new Mat(size, size, CvType.CV_8UC3, target.slice(target.position(), bytes));
            Imgproc.cvtColor(scaled, view, Imgproc.COLOR_BGR2RGB);
            view.release();
            target.position(target.position() + bytes);
        } else {
            byte[] rgb = new byte[bytes];
            Imgproc.cvtColor(scaled, scaled, Imgproc.COLOR_BGR2RGB);
            scaled.get(0, 0, rgb);
            target.put(rgb);
        }
    }
}
