package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageView;
import io.headwater.model.Resize;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** From encoded bytes whose header has been checked to the pixels of a model's input. */
public final class ImagePixels {

    private static final int CHANNELS = 3;

    private ImagePixels() {}

    public static void decode(ByteBuffer encoded, ImageHeader header, int size, Resize resize, ByteBuffer target) {
        write(size, target, square -> decode(encoded, header, size, resize, square));
    }

    /** @param square 8-bit RGB of {@code size} pixels */
    public static void decode(ByteBuffer encoded, ImageHeader header, int size, Resize resize, Mat square) {
        Mat image = decode(encoded, header, size, resize);
        try {
            SquareResizer.resize(image, size, resize, square);
        } finally {
            image.release();
        }
    }

    /** Decodes once and writes each view; {@code targets} gives the place of each by its index. */
    public static void decode(
            ByteBuffer encoded,
            ImageHeader header,
            int size,
            Resize resize,
            List<ImageView> views,
            IntFunction<ByteBuffer> targets) {
        Mat image = decode(encoded, header, size, resize);
        Mat square = new Mat();
        try {
            SquareResizer.resize(image, size, resize, square);
            for (int i = 0; i < views.size(); i++) {
                ImageView view = views.get(i);
                write(size, targets.apply(i), pixels -> ImageAugmenter.view(square, view, pixels));
            }
        } finally {
            square.release();
            image.release();
        }
    }

    /** Writes what the maker leaves in a square matrix at the target's position, which moves on. */
    private static void write(int size, ByteBuffer target, Consumer<Mat> maker) {
        int bytes = size * size * CHANNELS;
        Mat square = target.isDirect()
                ? new Mat(size, size, CvType.CV_8UC3, target.slice(target.position(), bytes))
                : new Mat(size, size, CvType.CV_8UC3);
        try {
            maker.accept(square);
            if (target.isDirect()) {
                target.position(target.position() + bytes);
            } else {
                byte[] rgb = new byte[bytes];
                square.get(0, 0, rgb);
                target.put(rgb);
            }
        } finally {
            square.release();
        }
    }

    private static Mat decode(ByteBuffer encoded, ImageHeader header, int size, Resize resize) {
        ImageBytes bytes = new ImageBytes(encoded);
        header.requireComplete(bytes);
        ImageFormat format = header.info().format();
        if (format == ImageFormat.GIF) {
            return GifDecoder.decode(encoded);
        }
        if (format == ImageFormat.WEBP && WebpFile.isAnimated(bytes)) {
            return OpenCvDecoder.decode(WebpFile.firstFrame(bytes), header, 1);
        }
        if (format == ImageFormat.PNG) {
            return OpenCvDecoder.decode(PngFile.still(bytes), header, 1);
        }
        int reduction = format == ImageFormat.JPEG
                ? SquareResizer.reduction(header.info().width(), header.info().height(), size, resize)
                : 1;
        return OpenCvDecoder.decode(encoded, header, reduction);
    }
}
