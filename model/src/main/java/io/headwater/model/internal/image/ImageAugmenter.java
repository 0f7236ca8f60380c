package io.headwater.model.internal.image;

import io.headwater.model.ImageView;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** Makes the views of a square image. */
final class ImageAugmenter {

    private ImageAugmenter() {}

    /** Writes the view into {@code result}, a matrix of the image's size and type. The image stays as it is. */
    static void view(Mat image, ImageView view, Mat result) {
        if (view.flip()) {
            Core.flip(image, result, 1);
        } else {
            image.copyTo(result);
        }
        if (!view.isStill()) {
            move(result, view);
        }
        if (view.brightness() != 1) {
            result.convertTo(result, -1, view.brightness(), 0);
        }
    }

    private static void move(Mat image, ImageView view) {
        double centreX = (image.cols() - 1) / 2.0;
        double centreY = (image.rows() - 1) / 2.0;
        // StrictMath: the last bits of a sine are the machine's own business elsewhere.
        double angle = StrictMath.toRadians(view.degrees());
        double cos = view.zoom() * StrictMath.cos(angle);
        double sin = view.zoom() * StrictMath.sin(angle);
        double right = centreX + view.shiftRight() * image.cols() - cos * centreX + sin * centreY;
        double down = centreY + view.shiftDown() * image.rows() - sin * centreX - cos * centreY;
        Mat moved = new Mat();
        Mat transform = new Mat(2, 3, CvType.CV_64F);
        try {
            transform.put(0, 0, cos, -sin, right, sin, cos, down);
            Imgproc.warpAffine(image, moved, transform, image.size(), Imgproc.INTER_LINEAR, Core.BORDER_REPLICATE);
            moved.copyTo(image);
        } finally {
            moved.release();
            transform.release();
        }
    }
}
