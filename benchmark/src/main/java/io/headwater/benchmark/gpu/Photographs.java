package io.headwater.benchmark.gpu;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** JPEG files to decode and classify. */
final class Photographs {

    private static final int COUNT = 64;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int SHAPES = 120;

    private Photographs() {}

    /** The first of a directory and what is below it. */
    static List<byte[]> of(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<byte[]> photographs = files.filter(
                            file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g"))
                    .sorted()
                    .limit(COUNT)
                    .map(Photographs::read)
                    .toList();
            if (photographs.isEmpty()) {
                throw new IOException("There are no JPEG files in " + directory);
            }
            return photographs;
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pictures of coloured shapes, 500 x 375, about as many bytes as a photograph of that size. */
    static List<byte[]> drawn() throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            pictures.add(draw(new Random(i)));
        }
        return pictures;
    }

    private static byte[] draw(Random random) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < SHAPES; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            int x = random.nextInt(WIDTH);
            int y = random.nextInt(HEIGHT);
            graphics.fillOval(x - 40, y - 40, 10 + random.nextInt(120), 10 + random.nextInt(120));
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }
}
