package io.headwater.benchmark.speed;

import java.util.Map;

/**
 * How long is measured.
 *
 * @param rounds turns of each contender, in throughput and in latency
 * @param seconds length of a round
 * @param warmUp seconds before the first round, at least
 * @param latencySeconds length of a round of latency; 0 for none
 * @param latencyWarmUp seconds at full speed, and as many at the rate itself, before latency is measured
 * @param settings further settings of Headwater's classifier
 */
record SpeedOptions(
        int rounds,
        double seconds,
        double warmUp,
        double latencySeconds,
        double latencyWarmUp,
        Map<String, String> settings) {}
