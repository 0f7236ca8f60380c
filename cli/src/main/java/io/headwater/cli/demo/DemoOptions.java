package io.headwater.cli.demo;

import io.headwater.cli.CliException;
import java.nio.file.Path;

/**
 * How the demo is run.
 *
 * @param dataDirectory an empty or new directory; null for a temporary one
 * @param keep whether a temporary directory stays after the end
 * @param report file for the report as JSON; null for none
 * @param events about how many events the story takes
 * @param seed of the pictures and the event ids
 */
public record DemoOptions(Path dataDirectory, boolean keep, Path report, int events, long seed) {

    public static final int DEFAULT_EVENTS = DemoPlan.DEFAULT_EVENTS;

    public DemoOptions {
        if (events < DemoPlan.MIN_EVENTS) {
            throw new CliException(
                    "--events must be at least " + DemoPlan.MIN_EVENTS + " for the story to be told, is " + events);
        }
        if (seed < 0) {
            throw new CliException("--seed must not be negative, is " + seed);
        }
    }
}
