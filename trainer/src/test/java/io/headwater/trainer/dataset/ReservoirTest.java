package io.headwater.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReservoirTest {

    /** So many samples of each label. */
    private static Map<String, String> samples(List<Integer> counts) {
        Map<String, String> labels = new TreeMap<>();
        for (int label = 0; label < counts.size(); label++) {
            for (int i = 0; i < counts.get(label); i++) {
                labels.put("event-" + label + "-" + i, "label-" + label);
            }
        }
        return labels;
    }

    private static Map<String, String> kept(Reservoir reservoir, Map<String, String> labels) {
        Map<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeAll(reservoir.surplus(labels));
        return kept;
    }

    private static int count(Map<String, String> samples, HoldoutSplit split, boolean heldOut, String label) {
        return (int) samples.entrySet().stream()
                .filter(each -> split.isHeldOut(each.getKey()) == heldOut)
                .filter(each -> label == null || each.getValue().equals(label))
                .count();
    }

    @Property(tries = 300)
    void neverAboveTheBoundAndBalancedInBothParts(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 120) Integer> counts,
            @ForAll @IntRange(min = 1, max = 300) int bound,
            @ForAll @DoubleRange(min = 0, max = 0.9) double fraction) {
        HoldoutSplit split = new HoldoutSplit(fraction);
        Map<String, String> all = samples(counts);
        Map<String, String> kept = kept(new Reservoir(bound, split), all);

        assertThat(kept.size()).isLessThanOrEqualTo(bound);
        int heldOutRoom = (int) Math.round(bound * fraction);
        for (boolean heldOut : new boolean[] {false, true}) {
            int room = heldOut ? heldOutRoom : bound - heldOutRoom;
            int before = count(all, split, heldOut, null);
            assertThat(count(kept, split, heldOut, null))
                    .as("no room is wasted")
                    .isEqualTo(Math.min(room, before));
            int most = most(all, kept, split, heldOut);
            for (String label : new TreeSet<>(all.values())) {
                int there = count(all, split, heldOut, label);
                assertThat(count(kept, split, heldOut, label))
                        .as("a label keeps all it has, or as many as any other but for one")
                        .isGreaterThanOrEqualTo(Math.min(there, most - 1));
            }
        }
    }

    private static int most(Map<String, String> all, Map<String, String> kept, HoldoutSplit split, boolean heldOut) {
        return new TreeSet<>(all.values())
                .stream()
                        .mapToInt(label -> count(kept, split, heldOut, label))
                        .max()
                        .orElse(0);
    }

    @Property(tries = 200)
    void theOrderOfArrivalDoesNotMatter(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 60) Integer> counts,
            @ForAll @IntRange(min = 1, max = 120) int bound,
            @ForAll @IntRange(min = 1, max = 20) int atOnce,
            @ForAll long seed) {
        Reservoir reservoir = new Reservoir(bound, new HoldoutSplit(0.2));
        Map<String, String> all = samples(counts);
        List<String> order = new ArrayList<>(all.keySet());
        Collections.shuffle(order, new Random(seed));

        Map<String, String> held = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            held.put(order.get(i), all.get(order.get(i)));
            if (i % atOnce == 0) {
                held.keySet().removeAll(reservoir.surplus(held));
            }
        }
        held.keySet().removeAll(reservoir.surplus(held));

        assertThat(new TreeMap<>(held)).isEqualTo(kept(reservoir, all));
    }

    @Test
    void rareLabelsKeepAllAndFrequentOnesShareTheRest() {
        Map<String, String> kept = kept(new Reservoir(100, new HoldoutSplit(0)), samples(List.of(1000, 7, 500, 10)));

        Map<String, Integer> counts = new TreeMap<>();
        kept.values().forEach(label -> counts.merge(label, 1, Integer::sum));
        assertThat(counts.get("label-1")).isEqualTo(7);
        assertThat(counts.get("label-3")).isEqualTo(10);
        assertThat(counts.get("label-0") + counts.get("label-2")).isEqualTo(83);
        assertThat(counts.get("label-0")).isCloseTo(counts.get("label-2"), within(1));
    }

    @Test
    void withoutABoundNothingGivesWay() {
        assertThat(Reservoir.UNBOUNDED.surplus(samples(List.of(500, 500)))).isEqualTo(Set.of());
    }
}
