package io.headwater.streams.internal.review;

import io.headwater.vision.ReviewItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The best candidates of a round, a fixed number of them, balanced over predicted labels: where one has to go it is the
 * last of the label that has most. In memory, and in a store so that a crash does not take them.
 */
final class Candidates {

    private static final Comparator<ReviewItem> FIRST_THE_BEST =
            Comparator.comparing(ReviewItems::rank).thenComparing(ReviewItem::getEventId);

    private final KeyValueStore<Integer, ReviewItem> store;
    private final int max;
    private final ReviewItem[] slots;

    Candidates(KeyValueStore<Integer, ReviewItem> store, int max) {
        this.store = store;
        this.max = max;
        this.slots = new ReviewItem[max];
        restore();
    }

    private void restore() {
        List<Integer> unusable = new ArrayList<>();
        try (KeyValueIterator<Integer, ReviewItem> rows = store.all()) {
            while (rows.hasNext()) {
                KeyValue<Integer, ReviewItem> row = rows.next();
                if (row.value == null || row.key >= max) {
                    unusable.add(row.key);
                } else {
                    slots[row.key] = row.value;
                }
            }
        }
        unusable.forEach(store::delete);
    }

    boolean isEmpty() {
        for (ReviewItem item : slots) {
            if (item != null) {
                return false;
            }
        }
        return true;
    }

    /** Takes the candidate if it is among the best. */
    void offer(ReviewItem candidate) {
        int free = -1;
        for (int slot = 0; slot < max; slot++) {
            if (slots[slot] == null) {
                free = slot;
            } else if (slots[slot].getEventId().equals(candidate.getEventId())) {
                put(slot, candidate);
                return;
            }
        }
        int slot = free >= 0 ? free : victim(candidate);
        if (slot >= 0) {
            put(slot, candidate);
        }
    }

    /** The slot to give up for the candidate; -1 for none. */
    private int victim(ReviewItem candidate) {
        Map<String, Integer> sizes = new HashMap<>();
        sizes.merge(ReviewItems.label(candidate), 1, Integer::sum);
        for (ReviewItem item : slots) {
            sizes.merge(ReviewItems.label(item), 1, Integer::sum);
        }
        ReviewItem worst = candidate;
        int victim = -1;
        for (int slot = 0; slot < max; slot++) {
            int bySize = sizes.get(ReviewItems.label(slots[slot])) - sizes.get(ReviewItems.label(worst));
            if (bySize > 0 || (bySize == 0 && FIRST_THE_BEST.compare(slots[slot], worst) > 0)) {
                worst = slots[slot];
                victim = slot;
            }
        }
        return victim;
    }

    private void put(int slot, ReviewItem item) {
        slots[slot] = item;
        store.put(slot, item);
    }

    /** Removes and returns all, the best first. */
    List<ReviewItem> take() {
        List<ReviewItem> taken = new ArrayList<>();
        for (int slot = 0; slot < max; slot++) {
            if (slots[slot] != null) {
                taken.add(slots[slot]);
                slots[slot] = null;
                store.delete(slot);
            }
        }
        taken.sort(FIRST_THE_BEST);
        return taken;
    }
}
