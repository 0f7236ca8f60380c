package io.headwater.streams.internal.inference;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Items that wait for a worker, in order: those that their tasks wait for first, then those that were only read ahead.
 * Both kinds are in the order of their partitions. Not safe for use by several threads.
 */
final class WaitingItems {

    private final Deque<Item> wanted = new ArrayDeque<>();

    /** An item that becomes wanted stays here too: it is passed over once it has been taken. */
    private final Deque<Item> ahead = new ArrayDeque<>();

    private int size;

    void add(Item item) {
        item.queued(true);
        (item.isWanted() ? wanted : ahead).add(item);
        size++;
    }

    /** Marks the item as wanted; returns whether it had been set aside. */
    boolean want(Item item) {
        if (item.isQueued() && !item.isWanted()) {
            wanted.add(item);
        }
        return item.want();
    }

    int size() {
        return size;
    }

    /** The next item, or null. */
    Item peek() {
        Deque<Item> queue = queue();
        return queue == null ? null : queue.peek();
    }

    /** Takes the next item. */
    Item poll() {
        Item item = queue().poll();
        item.queued(false);
        size--;
        return item;
    }

    private Deque<Item> queue() {
        if (headOf(wanted) != null) {
            return wanted;
        }
        return headOf(ahead) != null ? ahead : null;
    }

    private static Item headOf(Deque<Item> queue) {
        while (!queue.isEmpty() && !queue.peek().isQueued()) {
            queue.poll();
        }
        return queue.peek();
    }
}
