package io.headwater.model;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The version that serves. A swap takes effect for the next lease; the old session is closed when its last lease ends,
 * never while it is in use.
 */
public final class ModelSlot implements AutoCloseable {

    /** The use of a version, for one image say; while it lasts the session stays open. */
    public interface Lease extends AutoCloseable {

        ServedModel model();

        @Override
        void close();
    }

    /** A model and who holds it: the slot itself, as long as it is current, and every lease. */
    private static final class Holding {

        private final ServedModel model;
        private int holders = 1;

        Holding(ServedModel model) {
            this.model = model;
        }
    }

    private Holding current;
    private boolean closed;

    /** The current version, or null before the first one; close the lease when its use is over. */
    public synchronized Lease acquire() {
        if (current == null) {
            return null;
        }
        Holding holding = current;
        holding.holders++;
        AtomicBoolean open = new AtomicBoolean(true);
        return new Lease() {
            @Override
            public ServedModel model() {
                return holding.model;
            }

            @Override
            public void close() {
                if (open.getAndSet(false)) {
                    release(holding);
                }
            }
        };
    }

    /** The version of the current model, or null before the first one. */
    public synchronized Integer version() {
        return current == null ? null : current.model.version();
    }

    /**
     * Makes the model the current one.
     *
     * @return false when its epoch is lower than the current one's: then its session is closed and nothing changes
     */
    public boolean swap(ServedModel model) {
        Holding retired;
        synchronized (this) {
            if (closed || current != null && model.epoch() < current.model.epoch()) {
                retired = new Holding(model);
            } else {
                retired = current;
                current = new Holding(model);
            }
        }
        if (retired == null) {
            return true;
        }
        release(retired);
        return retired.model != model;
    }

    /** Retires the current version; later swaps are refused. */
    @Override
    public void close() {
        Holding retired;
        synchronized (this) {
            closed = true;
            retired = current;
            current = null;
        }
        if (retired != null) {
            release(retired);
        }
    }

    /** Closes outside the lock: freeing a session takes a while, and nobody need wait for it. */
    private void release(Holding holding) {
        boolean last;
        synchronized (this) {
            last = --holding.holders == 0;
        }
        if (last) {
            holding.model.session().close();
        }
    }
}
