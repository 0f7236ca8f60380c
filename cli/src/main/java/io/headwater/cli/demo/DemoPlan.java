package io.headwater.cli.demo;

import java.util.List;

/**
 * How much of everything the story takes.
 *
 * @param seed of every picture and event id
 * @param eventsPerSecond rate of the camera
 * @param eventsInFlight events without an answer at which the camera waits
 * @param firstLabels labels of the first version
 * @param marks labels in all at which the next versions are asked for
 * @param measured events by which a version is judged
 * @param newKindLabels labels of the new kind before a version is asked for
 * @param newKindMeasured events of the new kind by which a version is judged
 * @param newLightLabels labels in the new light before a version is asked for
 * @param rounds versions that a phase may ask for before the story goes on without its goal
 */
record DemoPlan(
        long seed,
        int eventsPerSecond,
        int eventsInFlight,
        int firstLabels,
        List<Integer> marks,
        int measured,
        int newKindLabels,
        int newKindMeasured,
        int newLightLabels,
        int rounds) {

    static final int DEFAULT_EVENTS = 9000;

    /** Online accuracy that ends the learning of the first kinds, with room for the error of the estimate. */
    static final double GOOD = 0.93;

    /** Recall that ends the learning of the new kind. */
    static final double FOUND = 0.85;

    /** How far below the accuracy in the old light the new one may stay. */
    static final double LIGHT_GAP = 0.04;

    /** A plan of roughly this many events; how many it takes depends on how good the versions are. */
    static DemoPlan of(long seed, int events) {
        double scale = (double) events / DEFAULT_EVENTS;
        return new DemoPlan(
                seed,
                80,
                400,
                60,
                List.of(160, 360, 700, 1100, 1500, 1900, 2300, 2700, 3100).stream()
                        .map(mark -> scaled(mark - 60, scale, 10) + 60)
                        .toList(),
                scaled(400, scale, 40),
                scaled(50, scale, 8),
                scaled(60, scale, 8),
                scaled(350, scale, 30),
                6);
    }

    private static int scaled(int amount, double scale, int least) {
        return (int) Math.max(least, Math.round(amount * scale));
    }
}
