package io.headwater.streams.internal.join;

import java.util.function.BiPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Goes round a store in small steps, so that no single one takes long, whatever the store's size. */
final class StoreSweeper<V> {

    private final KeyValueStore<String, V> store;
    private final int rowsPerStep;
    private String next;

    StoreSweeper(KeyValueStore<String, V> store, int rowsPerStep) {
        this.store = store;
        this.rowsPerStep = rowsPerStep;
    }

    /** Visits the next rows and deletes those that {@code expire} returns true for. */
    void step(BiPredicate<String, V> expire) {
        try (KeyValueIterator<String, V> rows = store.range(next, null)) {
            for (int i = 0; i < rowsPerStep && rows.hasNext(); i++) {
                KeyValue<String, V> row = rows.next();
                if (expire.test(row.key, row.value)) {
                    store.delete(row.key);
                }
            }
            next = rows.hasNext() ? rows.peekNextKey() : null;
        }
    }
}
