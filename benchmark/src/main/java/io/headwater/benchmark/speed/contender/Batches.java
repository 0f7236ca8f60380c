package io.headwater.benchmark.speed.contender;

import java.util.ArrayList;
import java.util.List;

/** Cuts what comes into lists of a length. */
final class Batches {

    private Batches() {}

    static <T> List<List<T>> of(Iterable<T> all, int length) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>(length);
        for (T one : all) {
            batch.add(one);
            if (batch.size() == length) {
                batches.add(batch);
                batch = new ArrayList<>(length);
            }
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
