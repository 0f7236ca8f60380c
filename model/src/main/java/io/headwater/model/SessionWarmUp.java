package io.headwater.model;

/** The first runs of a session: those of a new size allocate, and on a GPU choose its algorithms. */
final class SessionWarmUp {

    private static final int TIMED_RUNS = 3;

    private SessionWarmUp() {}

    /**
     * Runs each batch size once, then takes the time of the last again, the shortest of some since others may use the
     * machine.
     *
     * @param sizes whether sizes are doubled up to the largest batch; otherwise one image is run
     * @return nanoseconds an image
     */
    static long run(InferenceSession session, boolean sizes) {
        Batch batch = session.newBatch();
        int largest = sizes ? session.maxBatch() : 1;
        for (int n = 1; n < largest; n *= 2) {
            session.run(batch, n);
        }
        session.run(batch, largest);
        long nanosPerImage = Long.MAX_VALUE;
        for (int i = 0; i < TIMED_RUNS; i++) {
            long start = System.nanoTime();
            session.run(batch, largest);
            nanosPerImage = Math.min(nanosPerImage, (System.nanoTime() - start) / largest);
        }
        return nanosPerImage;
    }
}
