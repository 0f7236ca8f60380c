package io.headwater.model.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Encoded images for the tests of any module. */
public final class TestImages {

    private TestImages() {}

    /** A JPEG of one colour. */
    public static byte[] jpeg(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return encode(image, "jpg");
    }

    /** A JPEG of random rectangles, the same for the same seed. */
    public static byte[] jpeg(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 24; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillRect(
                    random.nextInt(width),
                    random.nextInt(height),
                    1 + random.nextInt(width),
                    1 + random.nextInt(height));
        }
        graphics.dispose();
        return encode(image, "jpg");
    }

    /** Encodes with a writer of {@code javax.imageio}: {@code jpg}, {@code png}, {@code gif}, {@code bmp}, {@code tiff}. */
    public static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("No ImageIO writer for " + format + " takes this image");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
