package io.headwater.trainer.finetune;

import io.headwater.model.testing.Assets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Encoded pictures to train and compare with. */
final class Images {

    private Images() {}

    /** Stripes: of the given direction, in random colours, width and phase, with noise over them. */
    static ByteBuffer stripes(boolean vertical, long seed) {
        Random random = new Random(seed);
        int[] colours = {random.nextInt(0x1000000), random.nextInt(0x1000000)};
        int width = 2 + random.nextInt(3);
        int phase = random.nextInt(width);
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                image.setRGB(x, y, colours[((vertical ? x : y) + phase) / width % 2] ^ random.nextInt(0x40) * 0x10101);
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return ByteBuffer.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first photographs of a directory of the flowers; the test is skipped where there are none. */
    static List<ByteBuffer> flowers(String directory, int count) throws IOException {
        List<ByteBuffer> files = new ArrayList<>();
        try (InputStream tar = Files.newInputStream(Assets.require("flowers-5class-925.tar"))) {
            byte[] header = new byte[512];
            while (files.size() < count && tar.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
                String name = new String(header, 0, 100).split("\0")[0];
                int size = Integer.parseInt(new String(header, 124, 11).strip(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((512 - size % 512) % 512);
                if (name.contains(directory) && size > 0) {
                    files.add(ByteBuffer.wrap(content));
                }
            }
        }
        return files;
    }
}
