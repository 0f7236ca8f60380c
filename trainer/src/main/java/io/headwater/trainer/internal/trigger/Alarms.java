package io.headwater.trainer.internal.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The alarms of one version. They are numbered, and the number is what a request is named by: a trainer that takes over
 * and reads the same windows again comes to the same numbers and asks for nothing that was asked for before.
 */
final class Alarms {

    private final Duration coolDown;
    private int count;
    private Instant last = Instant.MIN;

    /** @param coolDown shortest time between two alarms */
    Alarms(Duration coolDown) {
        this.coolDown = coolDown;
    }

    /** Raises an alarm unless the last one was only just before. */
    void raise(Instant time) {
        if (count == 0 || !time.isBefore(last.plus(coolDown))) {
            count++;
            last = time;
        }
    }

    /** The number of the last alarm, unless it is history: what is older than the cool-down has had its answer. */
    Optional<Integer> current(Instant now) {
        return count > 0 && now.isBefore(last.plus(coolDown)) ? Optional.of(count) : Optional.empty();
    }
}
