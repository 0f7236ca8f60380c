package io.headwater.streams.internal.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.vision.LabelScore;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationFactoryTest {

    @Test
    void namesTheMostProbableLabelsBestFirstAndOfEqualOnesTheFirst() {
        Random random = new Random(5);
        for (int count : new int[] {1, 2, 3, 4, 50}) {
            for (int turn = 0; turn < 100; turn++) {
                float[] probabilities = new float[count];
                for (int i = 0; i < count; i++) {
                    probabilities[i] = random.nextInt(8) / 8f;
                }
                List<String> labels =
                        IntStream.range(0, count).mapToObj(i -> "label-" + i).toList();
                List<LabelScore> sorted = IntStream.range(0, count)
                        .mapToObj(i -> new LabelScore(labels.get(i), probabilities[i]))
                        .sorted(Comparator.comparing(LabelScore::getScore).reversed())
                        .limit(3)
                        .toList();

                assertThat(ClassificationFactory.best(labels, probabilities, 3)).isEqualTo(sorted);
            }
        }
    }
}
