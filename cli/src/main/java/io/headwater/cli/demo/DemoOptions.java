package io.headwater.cli.demo;

import java.nio.file.Path;

/**
 * How the demo is run.
 *
 * @param dataDirectory an empty or new directory; null for a temporary one
 * @param keep whether a temporary directory stays after the end
 * @param report file for the report as JSON; null for none
 * @param events how long the story is, roughly, in events; at least {@link #MIN_EVENTS}
 * @param seed of the pictures and the event ids, not negative
 */
public record DemoOptions(Path dataDirectory, boolean keep, Path report, int events, long seed) {

    public static final int DEFAULT_EVENTS = DemoPlan.DEFAULT_EVENTS;

    /** With fewer the story cannot be told. */
    public static final int MIN_EVENTS = 600;

    public DemoOptions {
        if (events < MIN_EVENTS || seed < 0) {
            throw new IllegalArgumentException("events " + events + ", seed " + seed);
        }
    }
}
