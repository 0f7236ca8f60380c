package io.headwater.streams.internal.inference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Items that wait for a worker, in order: those that their tasks wait for first, then those that were only read ahead.
 * Both kinds are in the order of their partitions. Not safe for use by several threads.
 */
final class WaitingItems {

    private final Deque<Item> wanted = new ArrayDeque<>();
    /** A set, because items become wanted in another order where there are several partitions. */
    private final Set<Item> ahead = new LinkedHashSet<>();

    void add(Item item) {
        (item.isWanted() ? wanted : ahead).add(item);
    }

    /** Marks the item as wanted; returns whether it had been set aside. */
    boolean want(Item item) {
        if (ahead.remove(item)) {
            wanted.add(item);
        }
        return item.want();
    }

    int size() {
        return wanted.size() + ahead.size();
    }

    /** The next item, or null. */
    Item peek() {
        if (!wanted.isEmpty()) {
            return wanted.peek();
        }
        return ahead.isEmpty() ? null : ahead.iterator().next();
    }

    /** Takes the next item, or null. */
    Item poll() {
        Item item = wanted.poll();
        if (item != null || ahead.isEmpty()) {
            return item;
        }
        Iterator<Item> items = ahead.iterator();
        item = items.next();
        items.remove();
        return item;
    }
}
