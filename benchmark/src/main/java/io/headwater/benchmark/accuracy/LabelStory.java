package io.headwater.benchmark.accuracy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Labels as they come in at a camera, stage by stage. */
final class LabelStory {

    private static final int TEST = 1400;

    /** Of the test pictures, behind those of the stages. */
    private static final int TEST_SEED = 99;

    private final List<LabelStage> stages = new ArrayList<>();
    private final Map<Surfaces, List<Picture>> tests = new HashMap<>();
    private final long firstSeed;

    /** @param firstSeed of a hundred that no other story takes */
    LabelStory(long firstSeed) {
        this.firstSeed = firstSeed;
    }

    /**
     * Adds stages.
     *
     * @param annotator turns what is to be seen into what is said of it
     */
    LabelStory then(int count, int labels, Surfaces surfaces, UnaryOperator<String> annotator) {
        List<Picture> test = tests.computeIfAbsent(
                surfaces, each -> each.draw(0, TEST, firstSeed + TEST_SEED).test());
        for (int i = 0; i < count; i++) {
            List<Picture> pictures =
                    surfaces.draw(labels, 0, firstSeed + stages.size()).training();
            List<String> said =
                    pictures.stream().map(Picture::label).map(annotator).toList();
            stages.add(new LabelStage(pictures, said, test));
        }
        return this;
    }

    List<LabelStage> stages() {
        return stages;
    }
}
