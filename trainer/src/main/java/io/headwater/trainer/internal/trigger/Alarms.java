package io.headwater.trainer.internal.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The alarms of one version. A request is named by the time of its alarm: a trainer that takes over and reads the same
 * windows again, or those that retention has left of them, comes to the same names and asks for nothing that has been
 * answered.
 */
final class Alarms {

    /** What nobody could act upon for so long says little of now. */
    private static final Duration HISTORY = Duration.ofDays(1);

    private final Duration coolDown;
    private Instant last;

    /** @param coolDown shortest time between two alarms */
    Alarms(Duration coolDown) {
        this.coolDown = coolDown;
    }

    /** Raises an alarm unless the last one was only just before. */
    void raise(Instant time) {
        if (last == null || !time.isBefore(last.plus(coolDown))) {
            last = time;
        }
    }

    /** When the last alarm was raised, in milliseconds since 1970, unless it is history. */
    Optional<Long> current(Instant now) {
        return last != null && now.isBefore(last.plus(HISTORY)) ? Optional.of(last.toEpochMilli()) : Optional.empty();
    }
}
