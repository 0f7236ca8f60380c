package io.headwater.streams.internal.quality;

import io.headwater.vision.ReviewItem;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A few events of each version's window under way, drawn evenly from it (reservoir sampling: Vitter's algorithm R, 1985,
 * with the events of a part standing for one another). The longer the window, the fewer writes.
 */
final class Examples {

    private static final String SEPARATOR = "#";

    private final KeyValueStore<String, ReviewItem> store;
    private final int max;

    Examples(KeyValueStore<String, ReviewItem> store, int max) {
        this.store = store;
        this.max = max;
    }

    /**
     * Takes an event, or not.
     *
     * @param example may be null
     * @param before predictions of the window before the part that the event is from
     * @param after predictions of the window with that part
     */
    void offer(String key, ReviewItem example, int before, int after) {
        if (example == null || max == 0) {
            return;
        }
        // Seeded by the count: a task that is run again after a crash draws the same.
        SplittableRandom random = new SplittableRandom(after);
        if (before < max) {
            store.put(slot(key, before), example);
        } else {
            int drawn = random.nextInt(after);
            int place = random.nextInt(max);
            if (drawn < (long) max * Math.max(1, after - before)) {
                store.put(slot(key, place), example);
            }
        }
    }

    /** Removes and returns the events of a version. */
    List<ReviewItem> take(String key) {
        List<ReviewItem> items = new ArrayList<>();
        List<String> slots = new ArrayList<>();
        try (KeyValueIterator<String, ReviewItem> rows = store.range(key + SEPARATOR, key + SEPARATOR + "~")) {
            while (rows.hasNext()) {
                KeyValue<String, ReviewItem> row = rows.next();
                slots.add(row.key);
                if (row.value != null) {
                    items.add(row.value);
                }
            }
        }
        slots.forEach(store::delete);
        return items;
    }

    private static String slot(String key, int place) {
        return key + SEPARATOR + place;
    }
}
