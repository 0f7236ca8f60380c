package io.headwater.streams.internal.review;

import io.headwater.vision.ReviewItem;
import java.util.ArrayList;
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

    private final KeyValueStore<Integer, ReviewItem> store;
    private final Candidate[] slots;

    /** How many there are, by predicted label. */
    private final Map<String, Integer> sizes = new HashMap<>();

    Candidates(KeyValueStore<Integer, ReviewItem> store, int max) {
        this.store = store;
        this.slots = new Candidate[max];
        restore();
    }

    private void restore() {
        List<Integer> unusable = new ArrayList<>();
        try (KeyValueIterator<Integer, ReviewItem> rows = store.all()) {
            while (rows.hasNext()) {
                KeyValue<Integer, ReviewItem> row = rows.next();
                if (row.value == null || row.key >= slots.length) {
                    unusable.add(row.key);
                } else {
                    fill(row.key, row.value);
                }
            }
        }
        unusable.forEach(store::delete);
    }

    boolean isEmpty() {
        return sizes.isEmpty();
    }

    /** Takes the candidate if it is among the best. */
    void offer(Candidate candidate) {
        int free = -1;
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] == null) {
                free = slot;
            } else if (slots[slot].eventId().equals(candidate.eventId())) {
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
    private int victim(Candidate candidate) {
        Candidate worst = candidate;
        int victim = -1;
        for (int slot = 0; slot < slots.length; slot++) {
            int bySize = sizeWith(candidate, slots[slot].label()) - sizeWith(candidate, worst.label());
            if (bySize > 0 || (bySize == 0 && Candidate.FIRST_THE_BEST.compare(slots[slot], worst) > 0)) {
                worst = slots[slot];
                victim = slot;
            }
        }
        return victim;
    }

    /** How many of the label there would be with the candidate. */
    private int sizeWith(Candidate candidate, String label) {
        return sizes.getOrDefault(label, 0) + (label.equals(candidate.label()) ? 1 : 0);
    }

    private void put(int slot, Candidate candidate) {
        ReviewItem item = candidate.item().get();
        clear(slot);
        fill(slot, item);
        store.put(slot, item);
    }

    private void fill(int slot, ReviewItem item) {
        slots[slot] = Candidate.of(item);
        sizes.merge(slots[slot].label(), 1, Integer::sum);
    }

    private void clear(int slot) {
        if (slots[slot] != null) {
            sizes.computeIfPresent(slots[slot].label(), (label, size) -> size == 1 ? null : size - 1);
            slots[slot] = null;
        }
    }

    /** Removes and returns all, the best first. */
    List<ReviewItem> take() {
        List<Candidate> taken = new ArrayList<>();
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null) {
                taken.add(slots[slot]);
                clear(slot);
                store.delete(slot);
            }
        }
        taken.sort(Candidate.FIRST_THE_BEST);
        return taken.stream().map(candidate -> candidate.item().get()).toList();
    }
}
