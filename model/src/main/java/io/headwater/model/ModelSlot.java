package io.headwater.model;

/**
 * The version that serves. A swap takes effect for the next lease; the old session is closed when its last lease ends,
 * never while it is in use.
 */
public final class ModelSlot implements AutoCloseable {

    /** The use of a version for one batch; while it lasts the session stays open. */
    public interface Lease extends AutoCloseable {

        ServedModel model();

        @Override
        void close();
    }

    /** The current version, or null before the first one; close the lease when the batch is done. */
    public Lease acquire() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The version of the current model, or null before the first one. */
    public Integer version() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Makes the model the current one.
     *
     * @return false when its epoch is not higher than the current one's: then its session is closed and nothing changes
     */
    public boolean swap(ServedModel model) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Retires the current version. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
