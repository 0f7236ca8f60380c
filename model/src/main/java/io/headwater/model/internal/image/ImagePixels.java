package io.headwater.model.internal.image;

import io.headwater.model.ImageFormat;
import io.headwater.model.ImageView;
import io.headwater.model.Resize;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.opencv.core.Mat;

/** From encoded bytes whose header has been checked to the pixels of a model's input. */
public final class ImagePixels {

    private ImagePixels() {}

    public static void decode(ByteBuffer encoded, ImageHeader header, int size, Resize resize, ByteBuffer target) {
        SquareResizer.write(square(encoded, header, size, resize), target);
    }

    /** Decodes once and writes each view; {@code targets} gives the place of each by its index. */
    public static void decode(
            ByteBuffer encoded,
            ImageHeader header,
            int size,
            Resize resize,
            List<ImageView> views,
            IntFunction<ByteBuffer> targets) {
        Mat square = square(encoded, header, size, resize);
        for (int i = 0; i < views.size(); i++) {
            Mat view = ImageAugmenter.view(square, views.get(i));
            try {
                SquareResizer.write(view, targets.apply(i));
            } finally {
                view.release();
            }
        }
    }

    /** Valid until the thread's next image. */
    private static Mat square(ByteBuffer encoded, ImageHeader header, int size, Resize resize) {
        ImageBytes bytes = new ImageBytes(encoded);
        header.requireComplete(bytes);
        Mat image = decode(encoded, bytes, header, size, resize);
        try {
            Mat square = ScratchMats.ofThread().square();
            SquareResizer.resize(image, size, resize, square);
            return square;
        } finally {
            image.release();
        }
    }

    private static Mat decode(ByteBuffer encoded, ImageBytes bytes, ImageHeader header, int size, Resize resize) {
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
