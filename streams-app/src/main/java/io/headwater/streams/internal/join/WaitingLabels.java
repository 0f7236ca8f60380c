package io.headwater.streams.internal.join;

import java.util.BitSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which events may have a label that waits for its prediction: a Bloom filter with one hash function. Few have, and a look
 * into RocksDB for a row that is not there takes more than a microsecond, as its Java interface throws for it inside.
 */
final class WaitingLabels {

    /** 128 KiB; a thousandth of the events are looked up in vain for a thousand labels that have waited. */
    private static final int BITS = 1 << 20;

    private final BitSet bits = new BitSet(BITS);

    /** Those among the labels of a store. */
    static WaitingLabels of(KeyValueStore<String, Aged<Label>> labels) {
        WaitingLabels waiting = new WaitingLabels();
        try (KeyValueIterator<String, Aged<Label>> rows = labels.all()) {
            rows.forEachRemaining(row -> {
                if (!row.value.done()) {
                    waiting.add(row.key);
                }
            });
        }
        return waiting;
    }

    void add(String eventId) {
        bits.set(bit(eventId));
    }

    /** False only where no label of the event was added. */
    boolean mayHave(String eventId) {
        return bits.get(bit(eventId));
    }

    /** Fibonacci hashing: the upper bits of the product depend on all bits of the hash. */
    private static int bit(String eventId) {
        return (eventId.hashCode() * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(BITS - 1);
    }
}
