package io.headwater.streams;

/** What the classifier is set up for where single settings do not say otherwise. */
public enum Profile {
    /** Results as soon as possible. */
    LATENCY(10, 0, 16),
    /** A compromise: results within a fifth of a second, at nearly the highest rate. */
    BALANCED(100, 5, 16),
    /** As many results as the machine can make. */
    THROUGHPUT(1_000, 20, 64);

    private final int commitIntervalMillis;
    private final int lingerMillis;
    private final int maxInFlight;

    Profile(int commitIntervalMillis, int lingerMillis, int maxInFlight) {
        this.commitIntervalMillis = commitIntervalMillis;
        this.lingerMillis = lingerMillis;
        this.maxInFlight = maxInFlight;
    }

    /** Time between commits. */
    public int commitIntervalMillis() {
        return commitIntervalMillis;
    }

    /** How long the producer waits for more records to send together. */
    public int lingerMillis() {
        return lingerMillis;
    }

    /** Images of one partition that are under way at most. */
    public int maxInFlight() {
        return maxInFlight;
    }
}
