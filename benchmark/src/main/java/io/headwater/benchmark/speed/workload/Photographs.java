package io.headwater.benchmark.speed.workload;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** JPEG photographs of 500×375 pixels: of an archive, or scenes of their kind where there is none. */
final class Photographs {

    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final float QUALITY = 0.9f;

    private Photographs() {}

    /** @param archive tar file with JPEG files; need not be there */
    static List<byte[]> of(Path archive, int count) throws IOException {
        return Files.exists(archive) ? read(archive, count) : generate(count);
    }

    private static List<byte[]> read(Path archive, int count) throws IOException {
        List<byte[]> images = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null && images.size() < count) {
                if (entry.getName().endsWith(".jpg")) {
                    images.add(sized(tar.readAllBytes()));
                }
                entry = tar.getNextEntry();
            }
        }
        return images;
    }

    /** The file as it is where it has the size already, otherwise scaled and encoded anew. */
    private static byte[] sized(byte[] jpeg) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        if (image.getWidth() == WIDTH && image.getHeight() == HEIGHT) {
            return jpeg;
        }
        BufferedImage scaled = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, WIDTH, HEIGHT, null);
        graphics.dispose();
        return encoded(scaled);
    }

    /** Soft shapes with some grain: about as many bytes as a photograph has. */
    private static List<byte[]> generate(int count) throws IOException {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            for (int shape = 0; shape < 60; shape++) {
                int x = random.nextInt(WIDTH);
                int y = random.nextInt(HEIGHT);
                int size = 20 + random.nextInt(180);
                Color from = new Color(random.nextInt(0x1000000));
                Color to = new Color(random.nextInt(0x1000000));
                graphics.setPaint(new GradientPaint(x, y, from, x + size, y + size, to));
                graphics.fillOval(x - size / 2, y - size / 2, size, size);
            }
            graphics.dispose();
            for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
                int x = pixel % WIDTH;
                int y = pixel / WIDTH;
                image.setRGB(x, y, image.getRGB(x, y) ^ random.nextInt(16) * 0x010101);
            }
            images.add(encoded(image));
        }
        return images;
    }

    private static byte[] encoded(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
