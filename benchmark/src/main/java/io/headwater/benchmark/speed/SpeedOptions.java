package io.headwater.benchmark.speed;

import java.util.Map;

/**
 * How long is measured.
 *
 * @param rounds turns of each contender
 * @param seconds length of a round
 * @param warmUp seconds before the first round, at least
 * @param latencySeconds length of the measurement of latency; 0 for none
 * @param settings further settings of Headwater's classifier
 */
record SpeedOptions(int rounds, double seconds, double warmUp, double latencySeconds, Map<String, String> settings) {

    /** Halved where latency is measured: that process is warmed up at full speed, then at the rate itself. */
    double latencyWarmUp() {
        return warmUp / 2;
    }
}
