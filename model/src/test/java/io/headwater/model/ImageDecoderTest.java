package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.headwater.model.ImageRejectedException.Reason;
import io.headwater.model.testing.Assets;
import io.headwater.model.testing.TestImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private static final int SIZE = 32;

    private final ImageDecoder decoder = new ImageDecoder(10_000_000);

    /** Which corner of the stored image is at the top left, and which at the top right, once it is upright. */
    @ParameterizedTest
    @CsvSource({"1,A,B", "2,B,A", "3,D,C", "4,C,D", "5,A,C", "6,C,A", "7,D,B", "8,B,D"})
    void honoursTheExifOrientation(int orientation, char topLeft, char topRight) {
        for (int scale : new int[] {1, 20}) {
            byte[] jpeg = withOrientation(TestImages.encode(quadrants(64 * scale, 32 * scale), "jpg"), orientation);

            ByteBuffer pixels = decode(jpeg, Resize.STRETCH);

            assertThat(corner(pixels, 4, 4)).as("top left at scale %d", scale).isEqualTo(topLeft);
            assertThat(corner(pixels, SIZE - 5, 4)).as("top right").isEqualTo(topRight);
        }
    }

    /** An upright photograph keeps all its rows, on the heap and off it. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tiff"})
    void decodesEveryFormatAlike(String format) {
        byte[] encoded = TestImages.encode(quadrants(100, 60), format);

        ByteBuffer direct = decode(encoded, Resize.STRETCH);
        ByteBuffer heap = ByteBuffer.allocate(SIZE * SIZE * 3);
        decoder.decode(ByteBuffer.wrap(encoded).asReadOnlyBuffer(), SIZE, Resize.STRETCH, heap);

        assertThat(heap.flip()).isEqualTo(direct.duplicate().flip());
        assertThat(corner(direct, 4, 4)).isEqualTo('A');
        assertThat(corner(direct, SIZE - 5, 4)).isEqualTo('B');
        assertThat(corner(direct, 4, SIZE - 5)).isEqualTo('C');
        assertThat(corner(direct, SIZE - 5, SIZE - 5)).isEqualTo('D');
    }

    /** 7/8 of the shorter side stay: the columns that a 224 crop out of 256 leaves. */
    @Test
    void cropsTheCentreSquare() {
        BufferedImage strip = new BufferedImage(400, 128, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 400; x++) {
            for (int y = 0; y < 128; y++) {
                boolean inside = x >= 144 && x < 256 && y >= 8 && y < 120;
                strip.setRGB(x, y, inside ? 0x00ff00 : 0xff0000);
            }
        }
        ByteBuffer pixels = ByteBuffer.allocateDirect(112 * 112 * 3);

        decoder.decode(ByteBuffer.wrap(TestImages.encode(strip, "png")), 112, Resize.CROP, pixels);

        for (int i = 0; i < 112 * 112; i++) {
            assertThat(pixels.get(3 * i)).as("red of pixel %d", i).isZero();
        }
    }

    /** Shrinking averages: single white lines on black must not vanish or take over. */
    @Test
    void averagesWhenItShrinks() {
        BufferedImage lines = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 256; x += 4) {
            for (int y = 0; y < 256; y++) {
                lines.setRGB(x, y, 0xffffff);
            }
        }

        ByteBuffer pixels = decode(TestImages.encode(lines, "png"), Resize.STRETCH);

        for (int i = 0; i < pixels.capacity(); i++) {
            assertThat(pixels.get(i) & 0xff).isCloseTo(64, within(1));
        }
    }

    /** Down to two thirds of its size every column counts half at the least, though there is no averaging. */
    @ParameterizedTest
    @ValueSource(ints = {SIZE + 1, SIZE * 5 / 4, SIZE * 3 / 2 - 1, SIZE * 3 / 2, SIZE * 3 / 2 + 1, 2 * SIZE - 1})
    void leavesNoPixelOutWhenItShrinksALittle(int width) {
        for (int column = 0; column < width; column++) {
            BufferedImage line = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < width; y++) {
                line.setRGB(column, y, 0xffffff);
            }

            ByteBuffer pixels = decode(TestImages.encode(line, "png"), Resize.STRETCH);

            int sum = 0;
            for (int x = 0; x < SIZE; x++) {
                sum += pixels.get(at(x, SIZE / 2)) & 0xff;
            }
            assertThat(sum).as("weight of column %d of %d", column, width).isBetween(255 * 9 / 20, 255 * 21 / 20);
        }
    }

    @Test
    void writesAtThePositionOfTheTarget() {
        ByteBuffer target = ByteBuffer.allocateDirect(3 * SIZE * SIZE * 3);
        target.position(SIZE * SIZE * 3);

        decoder.decode(ByteBuffer.wrap(TestImages.jpeg(50, 50, Color.RED)), SIZE, Resize.STRETCH, target);

        assertThat(target.position()).isEqualTo(2 * SIZE * SIZE * 3);
        assertThat(target.get(0)).isZero();
        assertThat(target.get(SIZE * SIZE * 3) & 0xff).isGreaterThan(250);
        assertThat(target.get(2 * SIZE * SIZE * 3)).isZero();
    }

    @Test
    void makesTransparencyWhite() {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff000000);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0, 0, 0, 128));
        graphics.fillRect(0, 20, 40, 20);
        graphics.dispose();

        ByteBuffer pixels = decode(TestImages.encode(image, "png"), Resize.STRETCH);

        assertThat(pixels.get(at(16, 4)) & 0xff).isEqualTo(255);
        assertThat(pixels.get(at(16, 28)) & 0xff).isCloseTo(127, within(1));
    }

    /** The same photograph by another decoder, the JDK's. */
    @Test
    void agreesWithTheJdkOnAPhotograph() throws IOException {
        Path file = Assets.require("nasty-images/progressive.jpg");
        BufferedImage reference = ImageIO.read(file.toFile());
        ByteBuffer pixels = ByteBuffer.allocateDirect(228 * 228 * 3);

        decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file)), 228, Resize.STRETCH, pixels);

        double difference = 0;
        for (int y = 0; y < 228; y++) {
            double[] sums = new double[2];
            for (int x = 0; x < 320; x++) {
                sums[0] += (reference.getRGB(x, y) >> 8 & 0xff) / 320.0;
            }
            for (int x = 0; x < 228; x++) {
                sums[1] += (pixels.get(3 * (y * 228 + x) + 1) & 0xff) / 228.0;
            }
            difference = Math.max(difference, Math.abs(sums[0] - sums[1]));
        }
        assertThat(difference).as("largest difference of a row's mean").isLessThan(1);
    }

    @Test
    void rejectsByTheHeaderAlone() {
        byte[] header = pngHeader(60_000, 60_000);

        assertThatExceptionOfType(ImageRejectedException.class)
                .isThrownBy(() -> decode(header, Resize.CROP))
                .withMessageContaining("60000 x 60000")
                .withMessageContaining("image.max.pixels (10000000)")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
    }

    /** No prefix of an image is taken for the image. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tiff"})
    void rejectsEveryPrefix(String format) {
        byte[] whole = TestImages.encode(quadrants(60, 40), format);
        // What follows the last pixel of a PNG (checksum and IEND) and a GIF (trailer), or a JPEG's EOI, may be missing
        // without harm to the pixels; the loop stops before it.
        int tail = format.equals("png") ? 16 : 2;
        for (int length = 0; length < whole.length - tail; length += 1 + whole.length / 200) {
            ByteBuffer prefix = ByteBuffer.wrap(whole, 0, length);
            assertThatExceptionOfType(ImageRejectedException.class)
                    .as("%d of %d bytes", length, whole.length)
                    .isThrownBy(() ->
                            decoder.decode(prefix, SIZE, Resize.CROP, ByteBuffer.allocateDirect(SIZE * SIZE * 3)));
        }
    }

    /** Damaged bytes give an image or a rejection, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tiff"})
    void survivesDamage(String format) {
        byte[] whole = TestImages.encode(quadrants(60, 40), format);
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                decode(damaged, Resize.STRETCH);
            } catch (ImageRejectedException e) {
                // As good an answer as an image.
            }
        }
    }

    /** Empty scans cost a decoder a pass over the image each. */
    @Test
    void rejectsScanBombs() {
        byte[] jpeg = TestImages.jpeg(64, 64, 1);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(jpeg, 0, jpeg.length - 2);
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
        for (int i = 0; i < 1000; i++) {
            bomb.writeBytes(scan);
        }
        bomb.write(jpeg, jpeg.length - 2, 2);

        assertThatExceptionOfType(ImageRejectedException.class)
                .isThrownBy(() -> decode(bomb.toByteArray(), Resize.CROP))
                .withMessageContaining("scans");
    }

    private ByteBuffer decode(byte[] encoded, Resize resize) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(SIZE * SIZE * 3);
        decoder.decode(ByteBuffer.wrap(encoded), SIZE, resize, pixels);
        return pixels;
    }

    /** A: red, B: green; below C: blue, D: white. */
    private static BufferedImage quadrants(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int i = 0; i < 4; i++) {
            graphics.setColor(colours[i]);
            graphics.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        graphics.dispose();
        return image;
    }

    private static char corner(ByteBuffer pixels, int x, int y) {
        boolean red = (pixels.get(at(x, y)) & 0xff) > 128;
        boolean green = (pixels.get(at(x, y) + 1) & 0xff) > 128;
        boolean blue = (pixels.get(at(x, y) + 2) & 0xff) > 128;
        return red && green && blue ? 'D' : red ? 'A' : green ? 'B' : blue ? 'C' : '?';
    }

    private static int at(int x, int y) {
        return 3 * (y * SIZE + x);
    }

    /** Puts an EXIF segment with nothing but the orientation behind the start marker. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.put((byte) 0xff).put((byte) 0xe1).putShort((short) 34).put("Exif\0\0".getBytes());
        exif.put("MM\0*".getBytes()).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0);
        ByteBuffer result = ByteBuffer.allocate(jpeg.length + 36);
        return result.put(jpeg, 0, 2)
                .put(exif.flip())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** The first bytes of a PNG of any size. */
    private static byte[] pngHeader(int width, int height) {
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put("IHDR".getBytes())
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
    }
}
