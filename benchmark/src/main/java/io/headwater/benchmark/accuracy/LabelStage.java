package io.headwater.benchmark.accuracy;

import java.util.List;

/**
 * Labels that come between two retrainings.
 *
 * @param pictures that got one
 * @param labels what people said they show, right or wrong
 * @param test other pictures of the same kinds in the same light
 */
record LabelStage(List<Picture> pictures, List<String> labels, List<Picture> test) {}
