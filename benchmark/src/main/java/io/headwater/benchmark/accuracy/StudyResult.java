package io.headwater.benchmark.accuracy;

import java.util.List;

/**
 * What a study found.
 *
 * @param leftOut why it was cut short; null where it was not
 */
record StudyResult(String name, String title, List<Figure> figures, String leftOut) {}
