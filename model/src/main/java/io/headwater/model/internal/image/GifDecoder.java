package io.headwater.model.internal.image;

import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageRejectedException.Reason;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** The first frame of a GIF by {@code javax.imageio}. OpenCV reads none before 4.11; its own decoder has not been tried. */
final class GifDecoder {

    private GifDecoder() {}

    /** The frame as RGB, transparent parts white; the caller releases it. */
    static Mat decode(ByteBuffer encoded) {
        BufferedImage frame = read(encoded);
        BufferedImage opaque = new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(frame, 0, 0, Color.WHITE, null);
        graphics.dispose();
        Mat mat = new Mat(opaque.getHeight(), opaque.getWidth(), CvType.CV_8UC3);
        mat.put(0, 0, ((DataBufferByte) opaque.getRaster().getDataBuffer()).getData());
        Imgproc.cvtColor(mat, mat, Imgproc.COLOR_BGR2RGB);
        return mat;
    }

    private static BufferedImage read(ByteBuffer encoded) {
        byte[] bytes = new byte[encoded.remaining()];
        encoded.duplicate().get(bytes);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            // The reader lets index errors out of broken data.
            throw new ImageRejectedException(Reason.CORRUPT, "The GIF cannot be decoded: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }
}
