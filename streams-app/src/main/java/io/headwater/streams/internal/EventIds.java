package io.headwater.streams.internal;

/** Bounds of event ids, which are record keys and kept for every event. */
public final class EventIds {

    /** Longest event id, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** What a dead letter says about a longer one. */
    public static final String TOO_LONG = "The event id is longer than " + MAX_LENGTH + " characters";

    private EventIds() {}
}
