package io.headwater.streams.internal.inference;

import io.headwater.streams.internal.classification.ImageRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Items of records that the consumer has read, and that their tasks will come to. Work on them begins at once, so that
 * there is some also while a task waits for its last outcomes and commits.
 */
final class Lookahead {

    private final Map<Integer, Deque<Item>> itemsByPartition = new ConcurrentHashMap<>();
    private final Consumer<Item> dropped;

    /** @param dropped takes items that no task will come to */
    Lookahead(Consumer<Item> dropped) {
        this.dropped = dropped;
    }

    /** Makes the items of records, which follow each other within a partition unless it was read again from earlier on. */
    List<Item> expect(List<ImageRecord> records) {
        List<Item> expected = new ArrayList<>(records.size());
        for (ImageRecord record : records) {
            Item item = new Item(record);
            Deque<Item> queue = queue(record);
            synchronized (queue) {
                if (!queue.isEmpty() && queue.peekLast().offset() >= item.offset()) {
                    drop(queue);
                }
                queue.add(item);
            }
            expected.add(item);
        }
        return expected;
    }

    /** The item of a record that its task has come to, or null where the record was not expected. */
    Item take(ImageRecord record) {
        Deque<Item> queue = queue(record);
        long offset = record.origin().offset();
        synchronized (queue) {
            while (!queue.isEmpty() && queue.peek().offset() < offset) {
                dropped.accept(queue.poll());
            }
            if (queue.isEmpty()) {
                return null;
            }
            if (queue.peek().offset() > offset) {
                // Were the later ones to begin first, their versions could be older than this one's.
                drop(queue);
                return null;
            }
            return queue.poll();
        }
    }

    /** No task will come to what is left of the partition. */
    void forget(int partition) {
        Deque<Item> queue = itemsByPartition.get(partition);
        if (queue != null) {
            synchronized (queue) {
                drop(queue);
            }
        }
    }

    private Deque<Item> queue(ImageRecord record) {
        return itemsByPartition.computeIfAbsent(record.origin().partition(), partition -> new ArrayDeque<>());
    }

    private void drop(Deque<Item> queue) {
        queue.forEach(dropped);
        queue.clear();
    }
}
