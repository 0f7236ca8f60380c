package io.headwater.streams.internal.join;

import java.util.function.BiPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Goes round a store in small steps. They are larger in a large store, so that a round takes no more of them: what fills a
 * store quickly is deleted as quickly.
 */
final class StoreSweeper<V> {

    private final KeyValueStore<String, V> store;
    private final int leastRows;
    private final int stepsPerRound;
    private long rowsPerStep;
    private String next;

    /**
     * Makes a sweeper that is at the store's first row.
     *
     * @param leastRows that a step visits
     * @param stepsPerRound steps after which each row was visited, about: the number of rows is an estimate
     */
    StoreSweeper(KeyValueStore<String, V> store, int leastRows, int stepsPerRound) {
        this.store = store;
        this.leastRows = leastRows;
        this.stepsPerRound = stepsPerRound;
    }

    /** Visits the next rows and deletes those that {@code expire} returns true for. */
    void step(BiPredicate<String, V> expire) {
        // No less than earlier in the round, or the last ones would take ever longer where most rows are deleted.
        long least = next == null ? leastRows : rowsPerStep;
        rowsPerStep = Math.max(least, store.approximateNumEntries() / stepsPerRound + 1);
        try (KeyValueIterator<String, V> rows = store.range(next, null)) {
            for (long i = 0; i < rowsPerStep && rows.hasNext(); i++) {
                KeyValue<String, V> row = rows.next();
                if (expire.test(row.key, row.value)) {
                    store.delete(row.key);
                }
            }
            next = rows.hasNext() ? rows.peekNextKey() : null;
        }
    }
}
