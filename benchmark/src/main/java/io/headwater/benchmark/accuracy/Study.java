package io.headwater.benchmark.accuracy;

import java.io.IOException;
import java.util.function.Consumer;

/** A question and how it is answered. */
interface Study {

    /** As {@code --only} takes it. */
    String name();

    /** What is measured, in a sentence. */
    String title();

    /**
     * Measures, and hands over each figure as soon as it is known.
     *
     * @param runs repetitions, each with another draw and another seed
     * @throws AbsentAssetException photographs or weights are not there; what was handed over before counts
     */
    void run(Laboratory laboratory, int runs, Consumer<Figure> figures) throws IOException;
}
