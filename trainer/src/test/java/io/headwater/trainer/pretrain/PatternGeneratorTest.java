package io.headwater.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatternGeneratorTest {

    private static final int CATEGORIES = PatternGenerator.categories().size();

    @Test
    void offersAHundredCategoriesOrMoreAllNamedDifferently() {
        List<String> names = PatternGenerator.categories();

        assertThat(names).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
    }

    @Test
    void repeatsItselfForTheSameSeed() {
        PatternGenerator first = new PatternGenerator(42);
        PatternGenerator second = new PatternGenerator(42);

        for (int i = 0; i < 300; i++) {
            PatternImage expected = first.next();
            PatternImage actual = second.next();
            assertThat(actual.planes()).isEqualTo(expected.planes());
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        }
    }

    @Test
    void differsForAnotherSeed() {
        assertThat(new PatternGenerator(1).next(0).planes())
                .isNotEqualTo(new PatternGenerator(2).next(0).planes());
    }

    @Test
    void paintsEveryCategoryDifferentlyFromAllOthers() {
        Set<ByteBuffer> pictures = new HashSet<>();
        for (int category = 0; category < CATEGORIES; category++) {
            pictures.add(ByteBuffer.wrap(new PatternGenerator(9).next(category).planes()));
        }

        assertThat(pictures).hasSize(CATEGORIES);
    }

    @Test
    void showsSomethingInMostPicturesOfEveryCategory() {
        PatternGenerator generator = new PatternGenerator(3);
        for (int category = 0; category < CATEGORIES; category++) {
            int index = category;
            long contrasting = IntStream.range(0, 20)
                    .filter(i -> contrast(generator.next(index).planes()) > 6)
                    .count();

            assertThat(contrasting)
                    .as(PatternGenerator.categories().get(category))
                    .isGreaterThan(10);
        }
    }

    @Test
    void labelsAreWithinTheirRanges() {
        PatternGenerator generator = new PatternGenerator(5);
        for (int i = 0; i < 300; i++) {
            PatternImage image = generator.next();
            assertThat(image.planes()).hasSize(3 * PatternGenerator.SIZE * PatternGenerator.SIZE);
            assertThat(image.category()).isBetween(0, CATEGORIES - 1);
            assertThat(image.foreground()).isBetween(0, PatternGenerator.COLOURS - 1);
            assertThat(image.background()).isBetween(0, PatternGenerator.COLOURS - 1);
        }
    }

    /** Standard deviation of all bytes. */
    private static double contrast(byte[] planes) {
        double mean = IntStream.range(0, planes.length)
                .map(i -> planes[i] & 255)
                .average()
                .orElseThrow();
        return Math.sqrt(IntStream.range(0, planes.length)
                .mapToDouble(i -> Math.pow((planes[i] & 255) - mean, 2))
                .average()
                .orElseThrow());
    }
}
