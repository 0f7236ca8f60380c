package io.headwater.streams.internal;

/** What became of a record: a value to pass on, or a dead letter. */
public sealed interface Outcome<T> {

    /** The record was processed. */
    record Accepted<T>(T value) implements Outcome<T> {}

    /** The record never can be processed. */
    record Rejected<T>(DeadLetter deadLetter) implements Outcome<T> {}
}
