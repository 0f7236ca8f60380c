package io.headwater.benchmark.speed;

import java.util.Map;

/**
 * How long is measured.
 *
 * @param rounds turns of each contender
 * @param seconds length of a round
 * @param warmUp seconds before the first round, at least
 * @param settings further settings of Headwater's classifier
 */
record SpeedOptions(int rounds, double seconds, double warmUp, Map<String, String> settings) {}
