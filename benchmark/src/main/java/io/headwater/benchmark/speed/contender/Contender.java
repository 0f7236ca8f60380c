package io.headwater.benchmark.speed.contender;

/** A way to classify a stream of images, alone in its process. */
interface Contender extends AutoCloseable {

    /** Returns when it takes records. */
    void start() throws Exception;

    /** What it has done since its start. */
    Progress progress();

    /** Ends in order, so that what is on disk is complete. */
    @Override
    default void close() {}

    /**
     * Images done and runs of the model that it took.
     *
     * @param images since the start
     * @param batches since the start
     */
    record Progress(long images, long batches) {}
}
