package io.headwater.benchmark.speed.contender;

/** A way to classify a stream of images, alone in its process. */
interface Contender {

    /** Returns when it takes records. */
    void start() throws Exception;

    /** What it has done since its start. */
    Progress progress();

    /**
     * Images done and runs of the model that it took.
     *
     * @param images since the start
     * @param batches since the start
     */
    record Progress(long images, long batches) {}
}
