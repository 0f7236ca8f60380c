package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headwater.model.testing.TestImages;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int SIZE = 32;
    private static final Augmentation ALL = new Augmentation(20, 0.2, true, 0.2, 0.2);

    private final ImageDecoder decoder = new ImageDecoder(10_000_000);

    /** Every pixel another colour; the size of the input, so that nothing is scaled. */
    private static BufferedImage noise() {
        Random random = new Random(3);
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    private byte[] pixels(BufferedImage image, ImageView view) {
        byte[] pixels = new byte[SIZE * SIZE * 3];
        decoder.decodeViews(
                ByteBuffer.wrap(TestImages.encode(image, "png")),
                SIZE,
                Resize.STRETCH,
                List.of(view),
                i -> ByteBuffer.wrap(pixels));
        return pixels;
    }

    /** What the view should be, pixel by pixel, as a function of where it is. */
    private static byte[] expected(BufferedImage image, IntCoordinates from) {
        byte[] pixels = new byte[SIZE * SIZE * 3];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int rgb = image.getRGB(from.x(x, y), from.y(x, y));
                int at = (y * SIZE + x) * 3;
                pixels[at] = (byte) (rgb >> 16);
                pixels[at + 1] = (byte) (rgb >> 8);
                pixels[at + 2] = (byte) rgb;
            }
        }
        return pixels;
    }

    private interface IntCoordinates {
        int x(int x, int y);

        default int y(int x, int y) {
            return y;
        }
    }

    @Test
    void withoutAnySettingAViewIsTheImage() {
        Augmentation nothing = new Augmentation(0, 0, false, 0, 0);
        byte[] decoded = new byte[SIZE * SIZE * 3];
        byte[] png = TestImages.encode(noise(), "png");
        decoder.decode(ByteBuffer.wrap(png), SIZE, Resize.STRETCH, ByteBuffer.wrap(decoded));

        for (int i = 0; i < 5; i++) {
            ImageView view = nothing.view("event", i);
            assertThat(view.isStill() && !view.flip()).isTrue();
            assertThat(pixels(noise(), view)).isEqualTo(decoded);
        }
        assertThat(pixels(noise(), ImageView.PLAIN)).isEqualTo(decoded).isEqualTo(expected(noise(), (x, y) -> x));
    }

    @Test
    void aFlipIsTheExactMirrorImage() {
        assertThat(pixels(noise(), new ImageView(true, 0, 0, 0, 1, 1)))
                .isEqualTo(expected(noise(), (x, y) -> SIZE - 1 - x));
    }

    @Test
    void aShiftContinuesTheEdge() {
        assertThat(pixels(noise(), new ImageView(false, 0, 0.25, 0, 1, 1)))
                .isEqualTo(expected(noise(), (x, y) -> Math.max(0, x - SIZE / 4)));
        assertThat(pixels(noise(), new ImageView(false, 0, -0.25, 0, 1, 1)))
                .isEqualTo(expected(noise(), (x, y) -> Math.min(SIZE - 1, x + SIZE / 4)));
    }

    @Test
    void aQuarterTurnIsClockwise() {
        assertThat(pixels(noise(), new ImageView(false, 90, 0, 0, 1, 1)))
                .isEqualTo(expected(noise(), new IntCoordinates() {
                    @Override
                    public int x(int x, int y) {
                        return y;
                    }

                    @Override
                    public int y(int x, int y) {
                        return SIZE - 1 - x;
                    }
                }));
    }

    @Test
    void brightnessScalesEveryPixelUpToWhite() {
        byte[] plain = pixels(noise(), ImageView.PLAIN);
        byte[] brighter = pixels(noise(), new ImageView(false, 0, 0, 0, 1, 1.5));
        for (int i = 0; i < plain.length; i++) {
            assertThat((brighter[i] & 0xff) * 1.0).isEqualTo(Math.min(255, (plain[i] & 0xff) * 1.5), within(0.51));
        }
    }

    @Test
    void severalViewsOfOneDecodingAreThoseOfEach() {
        byte[] png = TestImages.encode(noise(), "png");
        List<ImageView> views =
                IntStream.range(0, 4).mapToObj(i -> ALL.view("event", i)).toList();
        byte[][] together = new byte[4][SIZE * SIZE * 3];
        decoder.decodeViews(ByteBuffer.wrap(png), SIZE, Resize.STRETCH, views, i -> ByteBuffer.wrap(together[i]));
        for (int i = 0; i < 4; i++) {
            assertThat(together[i]).isEqualTo(pixels(noise(), views.get(i)));
        }
        assertThat(together[0]).isNotEqualTo(together[1]);
    }

    /** SHA-256 of "0/event-1", its first eight bytes as the seed of java.util.Random: worked out outside of the project. */
    @Test
    void theSameEventAndIndexGiveTheSameViewForEver() {
        assertThat(ALL.view("event-1", 0))
                .isEqualTo(new ImageView(
                        false,
                        18.984456516759373,
                        0.13299336858443184,
                        -0.1938854297558771,
                        1.0556160267069683,
                        1.060107695857967));
        assertThat(ALL.view("event-1", 7))
                .isEqualTo(new ImageView(
                        false,
                        2.1849977066113446,
                        -0.13253580772291415,
                        -0.12193603227512662,
                        1.1346718919753105,
                        0.9890028670634449));
    }

    @Test
    void viewsStayWithinTheSettings() {
        double[] most = new double[5];
        int flips = 0;
        for (int i = 0; i < 2000; i++) {
            ImageView view = ALL.view("event-" + i, i % 8);
            most[0] = Math.max(most[0], Math.abs(view.degrees()));
            most[1] = Math.max(most[1], Math.abs(view.shiftRight()));
            most[2] = Math.max(most[2], Math.abs(view.shiftDown()));
            most[3] = Math.max(most[3], Math.abs(view.zoom() - 1));
            most[4] = Math.max(most[4], Math.abs(view.brightness() - 1));
            flips += view.flip() ? 1 : 0;
        }
        assertThat(most[0]).isBetween(19.0, 20.0);
        for (int i = 1; i < most.length; i++) {
            assertThat(most[i]).isBetween(0.19, 0.2);
        }
        assertThat(flips).isBetween(900, 1100);
    }

    @Test
    void aSettingLeavesTheDrawsOfTheOthersAlone() {
        ImageView all = ALL.view("event", 1);
        ImageView turned = new Augmentation(20, 0, false, 0, 0).view("event", 1);
        assertThat(turned.degrees()).isEqualTo(all.degrees());
        assertThat(turned.shiftRight()).isZero();
        assertThat(new Augmentation(0, 0.1, false, 0, 0).view("event", 1).shiftDown())
                .isEqualTo(all.shiftDown() / 2);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(0, 0.6, false, 0, 0))
                .withMessage("The shift must be from 0 to 0.5, is 0.6");
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(Double.NaN, 0, false, 0, 0));
    }
}
