package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.headwater.model.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 39 files that break decoders, or look as if they should: each has one right outcome. */
class NastyImagesTest {

    private static final int SIZE = 64;
    private static final long MAX_PIXELS = 50_000_000;

    private static Path directory;

    @BeforeAll
    static void findImages() {
        directory = Assets.require("nasty-images");
    }

    /** Valid, if unusual: classified. The columns: file, format, width, height, mean red, green and blue. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "|",
            textBlock =
                    """
            12in16bit.tif                    | TIFF |  100 |  100 |   0,   0,   0 # 12-bit values at the bottom of 16 bits
            16bit-qtables.jpg                | JPEG |  128 |  128 |  90,  80,  95
            1bit-trns.png                    | PNG  |   64 |   64 | 124, 124, 124 # the tRNS value cannot occur: opaque
            1x1.png                          | PNG  |    1 |    1 | 255,   0,   0
            4000x1.png                       | PNG  | 4000 |    1 |  64, 128, 192
            adobe-unknown-rgb-ids.jpg        | JPEG |  225 |  156 | 233, 228, 226
            animated.gif                     | GIF  |  100 |  100 |  73, 170, 247 # the first frame
            animated.webp                    | WEBP |  245 |  245 | 134, 137,  90 # the first frame
            apng-16bit.png                   | PNG  |  128 |   64 | 254,   0,   0
            arithmetic-coded.jpg             | JPEG |  227 |  149 | 146,  91,  82
            bomb-extents.gif                 | GIF  |  100 |  100 | 255,   0,   0 # only later frames are giant
            cmyk.jpg                         | JPEG |  100 |  100 |  31,   6,   8
            exif-orientation-6-landscape.jpg | JPEG | 1200 | 1800 |  98, 116, 134 # size before rotation
            gray-16bit.png                   | PNG  |  256 |  256 | 128, 128, 128
            gray.jpg                         | JPEG |  128 |  128 |  85,  85,  85
            interlaced-rgba-16bit.png        | PNG  |   32 |   32 | 215, 215, 195
            invalid-exif.jpg                 | JPEG |  200 |  200 |  92,  92,  92 # broken EXIF: taken as upright
            jpeg-ff00-header.jpg             | JPEG |  300 |  225 | 116,  79,  77 # stray bytes between segments
            jpeg-trailing-garbage.jpg        | JPEG |  320 |  228 | 126, 122, 110 # complete before the junk
            multi-picture.mpo                | JPEG |   56 |   70 | 137, 139, 135 # the first picture
            photo.webp                       | WEBP |  128 |  128 |  90,  80,  96
            png-named.jpg                    | PNG  |  160 |  120 | 126, 121, 110 # the bytes count, not the name
            png-text-chunk-dos.png           | PNG  |    1 |    1 |   0,   0,   0 # the text is never needed
            progressive.jpg                  | JPEG |  320 |  228 | 126, 122, 110
            rgba-16bit.png                   | PNG  |  256 |  256 | 191, 191, 191
            rgba-transparent.png             | PNG  |  200 |  150 | 211, 203, 205 # over white
            """)
    void decodesWhatIsValid(String file, ImageFormat format, int width, int height, String means) throws IOException {
        ByteBuffer encoded = read(file);
        ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);

        assertThat(decoder.probe(encoded)).isEqualTo(new ImageInfo(format, width, height));
        for (Resize resize : Resize.values()) {
            ByteBuffer target = ByteBuffer.allocateDirect(SIZE * SIZE * 3);
            decoder.decode(encoded, SIZE, resize, target);
            assertThat(target.hasRemaining()).isFalse();
            if (resize == Resize.STRETCH) {
                assertThat(means(target)).containsExactly(parse(means), within(1.5));
            }
        }
        assertThat(encoded.position()).isZero();
    }

    /** Broken, dangerous or no image: one dead letter each. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "|",
            textBlock =
                    """
            ascii-transfer-mangled.jpg  | TRUNCATED # lengths no longer match, so it ends within a segment
            bad-adler.png               | CORRUPT
            bad-crc.png                 | CORRUPT # the checksum of the pixels is wrong, so the pixels may be
            bomb-20000x20000-1bit.png   | TOO_MANY_PIXELS
            bomb-header-2147483647.png  | TOO_MANY_PIXELS
            broken-data-stream.png      | TRUNCATED # its pixel data run past the end
            plain-text.jpg              | UNSUPPORTED_FORMAT
            seven-bytes.jpg             | TRUNCATED
            truncated-baseline-half.jpg | TRUNCATED # decoders fill the rest with grey
            truncated-progressive.jpg   | TRUNCATED
            truncated.png               | TRUNCATED
            zero-bytes.jpg              | EMPTY
            zero-width.gif              | INVALID_DIMENSIONS
            """)
    void rejectsWhatIsNot(String file, String outcome) throws IOException {
        ByteBuffer encoded = read(file);
        ByteBuffer target = ByteBuffer.allocateDirect(SIZE * SIZE * 3);

        ImageRejectedException rejected =
                catchThrowableOfType(ImageRejectedException.class, () -> new ImageDecoder(MAX_PIXELS)
                        .decode(encoded, SIZE, Resize.STRETCH, target));

        assertThat(rejected).as(file).isNotNull();
        assertThat(rejected.reason().name()).isEqualTo(outcome.split("#")[0].strip());
        assertThat(rejected).hasMessageNotContaining("null");
    }

    @Test
    void coversEveryFile() throws Exception {
        Set<String> covered = new TreeSet<>();
        for (String method : new String[] {"decodesWhatIsValid", "rejectsWhatIsNot"}) {
            Class<?>[] types = method.startsWith("d")
                    ? new Class<?>[] {String.class, ImageFormat.class, int.class, int.class, String.class}
                    : new Class<?>[] {String.class, String.class};
            NastyImagesTest.class
                    .getDeclaredMethod(method, types)
                    .getAnnotation(CsvSource.class)
                    .textBlock()
                    .lines()
                    .forEach(line -> covered.add(line.split("\\|")[0].strip()));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(covered)
                    .isEqualTo(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.endsWith(".tsv"))
                            .collect(Collectors.toSet()));
        }
    }

    private static ByteBuffer read(String file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(directory.resolve(file)));
    }

    private static double[] parse(String means) {
        return Stream.of(means.split("#")[0].split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] means(ByteBuffer rgb) {
        double[] means = new double[3];
        for (int i = 0; i < rgb.capacity(); i++) {
            means[i % 3] += (rgb.get(i) & 0xff) / (double) (SIZE * SIZE);
        }
        return means;
    }
}
