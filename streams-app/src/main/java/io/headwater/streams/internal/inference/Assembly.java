package io.headwater.streams.internal.inference;

import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Images that wait for a worker, and the batches that workers fill. A worker claims some images and places for them, and
 * decodes straight into those.
 *
 * <p>On a CPU each claim has a batch of its own, which its worker runs at once: nothing is handed over, and an image stays
 * in the caches of one core. On a GPU the workers fill one batch together until a thread of the device takes it, so that
 * batches grow while the device is busy and do not wait while it is idle.
 */
final class Assembly {

    private final ModelSlot models;
    private final BatchPolicy policy;
    private final int workers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition filled = lock.newCondition();
    private final WaitingItems waiting = new WaitingItems();
    private final Deque<PendingBatch> sealed = new ArrayDeque<>();
    private final SpareBatches spare = new SpareBatches();
    private PendingBatch open;

    Assembly(ModelSlot models, BatchPolicy policy, int workers) {
        this.models = models;
        this.policy = policy;
        this.workers = workers;
    }

    /** Adds items that their tasks will ask for; those that are asked for already go first. */
    void add(List<Item> items) {
        lock.lock();
        try {
            items.forEach(waiting::add);
            if (items.size() == 1) {
                arrived.signal();
            } else {
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The item's task waits for it from now on. Returns whether the item has to be fetched first, by the caller. */
    boolean want(Item item) {
        lock.lock();
        try {
            return waiting.want(item);
        } finally {
            lock.unlock();
        }
    }

    /** Puts an item aside that has to be fetched, until it is wanted; false where it is already. */
    boolean setAside(Item item) {
        lock.lock();
        try {
            return item.setAside();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** What a worker does next; waits for images. */
    Claim claim() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.peek() == null) {
                arrived.await();
            }
            int share = (waiting.size() + workers - 1) / workers;
            InferenceSession session = start(waiting.peek());
            if (session == null) {
                return new Claim(take(null, share), null, 0);
            }
            int max = policy.maxBatch(session);
            PendingBatch batch = batchFor(session, max);
            List<Item> items = take(session, Math.min(share, max - batch.reserved()));
            Claim claim = new Claim(items, batch, batch.reserve(items.size()));
            if (batch == open && batch.reserved() == max) {
                sealOpen();
            } else {
                filled.signal();
            }
            return claim;
        } finally {
            lock.unlock();
        }
    }

    private InferenceSession start(Item item) {
        item.start(models);
        return item.session();
    }

    private List<Item> take(InferenceSession session, int limit) {
        List<Item> items = new ArrayList<>(limit);
        Item next = waiting.peek();
        while (next != null && items.size() < limit && start(next) == session) {
            items.add(waiting.poll());
            next = waiting.peek();
        }
        return items;
    }

    private PendingBatch batchFor(InferenceSession session, int max) {
        if (!policy.isShared(session)) {
            return newBatch(session);
        }
        if (open != null && (open.session() != session || open.reserved() >= max)) {
            sealOpen();
        }
        if (open == null) {
            open = newBatch(session);
        }
        return open;
    }

    private PendingBatch newBatch(InferenceSession session) {
        return new PendingBatch(session, spare.take(session));
    }

    private void sealOpen() {
        sealed.add(open);
        open = null;
        filled.signal();
    }

    /** The claim's images are in their places. Returns its batch where the worker is to run it itself. */
    PendingBatch settle(Claim claim) {
        PendingBatch batch = claim.batch();
        if (batch == null || !policy.isShared(batch.session())) {
            return batch;
        }
        lock.lock();
        try {
            batch.settle();
            if (batch.isSettled()) {
                filled.signalAll();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch for a thread of a device: a full one, or else what there is, after the policy's linger. */
    PendingBatch takeFilled() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (sealed.isEmpty()) {
                long linger = open == null ? Long.MAX_VALUE : policy.lingerNanos(open.session()) - open.ageNanos();
                if (linger <= 0) {
                    sealOpen();
                } else {
                    filled.awaitNanos(linger);
                }
            }
            PendingBatch batch = sealed.poll();
            while (!batch.isSettled()) {
                filled.await();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The batch has been run: its memory may be used again. */
    void giveBack(PendingBatch batch) {
        lock.lock();
        try {
            spare.giveBack(batch.session(), batch.images());
        } finally {
            lock.unlock();
        }
    }
}
