package io.headwater.cli.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Deals the kinds in random order, each as often as the others, the same for the same seed. */
final class KindDeck {

    private final Random random;
    private final Deque<SurfaceKind> cards = new ArrayDeque<>();
    private List<SurfaceKind> kinds = List.of();

    KindDeck(long seed) {
        random = new Random(seed);
    }

    SurfaceKind deal(List<SurfaceKind> wanted) {
        if (!wanted.equals(kinds)) {
            kinds = wanted;
            cards.clear();
        }
        if (cards.isEmpty()) {
            List<SurfaceKind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            cards.addAll(shuffled);
        }
        return cards.pop();
    }
}
