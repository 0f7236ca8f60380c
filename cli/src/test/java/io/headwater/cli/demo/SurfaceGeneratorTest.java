package io.headwater.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SurfaceGeneratorTest {

    private final SurfaceGenerator generator = new SurfaceGenerator();

    @Test
    void repeatsItselfForTheSameSeed() {
        for (SurfaceKind kind : SurfaceKind.values()) {
            for (Lighting lighting : Lighting.values()) {
                assertThat(new SurfaceGenerator().jpeg(kind, lighting, 77))
                        .isEqualTo(generator.jpeg(kind, lighting, 77));
            }
        }
    }

    @Test
    void everyKindLightingAndSeedLooksDifferent() {
        List<byte[]> pictures = new ArrayList<>();
        for (SurfaceKind kind : SurfaceKind.values()) {
            for (Lighting lighting : Lighting.values()) {
                pictures.add(generator.jpeg(kind, lighting, 1));
                pictures.add(generator.jpeg(kind, lighting, 2));
            }
        }

        assertThat(pictures).doesNotHaveDuplicates();
    }

    @Test
    void writesJpegFilesOf128Pixels() throws Exception {
        byte[] jpeg = generator.jpeg(SurfaceKind.CRACK, Lighting.NORMAL, 5);

        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(jpeg).startsWith(0xFF, 0xD8);
        assertThat(decoded.getWidth()).isEqualTo(128);
        assertThat(decoded.getHeight()).isEqualTo(128);
    }

    @Test
    void theChangedLightIsDimmerAndWarmer() {
        double[] normal = meanColour(Lighting.NORMAL);
        double[] changed = meanColour(Lighting.CHANGED);

        assertThat(changed[1]).isLessThan(0.8 * normal[1]);
        assertThat(changed[0] / changed[2]).isGreaterThan(1.4 * normal[0] / normal[2]);
    }

    private double[] meanColour(Lighting lighting) {
        double[] mean = new double[3];
        for (int seed = 0; seed < 30; seed++) {
            BufferedImage picture = generator.picture(SurfaceKind.GOOD, lighting, seed);
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    int rgb = picture.getRGB(x, y);
                    mean[0] += rgb >> 16 & 255;
                    mean[1] += rgb >> 8 & 255;
                    mean[2] += rgb & 255;
                }
            }
        }
        return mean;
    }
}
