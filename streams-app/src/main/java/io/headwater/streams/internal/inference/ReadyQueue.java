package io.headwater.streams.internal.inference;

import io.headwater.model.InferenceSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Decoded images that wait for inference. A batch is what waits, in order, for one session. */
final class ReadyQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Item> items = new ArrayDeque<>();
    private int announced;

    /** An item is on its way: while it is, a batch that is not full may be worth waiting for. */
    void announce() {
        lock.lock();
        try {
            announced++;
        } finally {
            lock.unlock();
        }
    }

    /** An announced item has arrived. */
    void add(Item item) {
        lock.lock();
        try {
            announced--;
            items.add(item);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** An announced item will not arrive. */
    void withdraw() {
        lock.lock();
        try {
            announced--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    /** The next batch: waits for a first image, and lingers for more as the policy of its session says. */
    List<Item> take(BatchPolicy policy) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                while (items.isEmpty()) {
                    changed.await();
                }
                InferenceSession session = items.peek().session();
                int max = policy.maxBatch(session);
                linger(policy.lingerNanos(session), max);
                if (!items.isEmpty()) {
                    return poll(policy.share(session, items.size()), max);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void linger(long nanos, int max) throws InterruptedException {
        long left = nanos;
        while (left > 0 && announced > 0 && !items.isEmpty() && items.size() < max) {
            left = changed.awaitNanos(left);
        }
    }

    private List<Item> poll(int wanted, int max) {
        int limit = Math.min(Math.max(wanted, 1), max);
        List<Item> batch = new ArrayList<>(limit);
        InferenceSession session = items.peek().session();
        while (batch.size() < limit && !items.isEmpty() && items.peek().session() == session) {
            batch.add(items.poll());
        }
        return batch;
    }
}
