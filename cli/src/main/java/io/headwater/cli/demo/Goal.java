package io.headwater.cli.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Something that the story waits for.
 *
 * @param what what is counted, such as "labels"
 * @param count how far it is
 * @param target how far it has to come
 * @param patience how long the count may stand still before the story gives up
 */
record Goal(String what, LongSupplier count, long target, Duration patience) {

    Goal(String what, LongSupplier count, long target) {
        this(what, count, target, Duration.ofSeconds(90));
    }
}
