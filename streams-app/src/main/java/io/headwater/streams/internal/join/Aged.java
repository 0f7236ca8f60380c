package io.headwater.streams.internal.join;

/**
 * A value in a store and when it was stored.
 *
 * @param value the value
 * @param done whether the value has been used: a label that became a sample
 * @param streamMillis stream time
 * @param wallMillis time on the clock
 */
record Aged<T>(T value, boolean done, long streamMillis, long wallMillis) {

    Aged<T> asDone() {
        return new Aged<>(value, true, streamMillis, wallMillis);
    }

    /** Another value, as old as this one. */
    <U> Aged<U> with(U other) {
        return new Aged<>(other, done, streamMillis, wallMillis);
    }
}
