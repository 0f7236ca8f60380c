package io.headwater.benchmark.speed.contender;

import java.util.Map;

/**
 * Time-outs of Kafka clients that outlast being frozen: between its rounds a contender's process is stopped (SIGSTOP),
 * so that it costs the others nothing and keeps its compiled code.
 */
final class Freezable {

    private static final int QUARTER_HOUR = 15 * 60 * 1000;

    private Freezable() {}

    /** Client settings; each client takes what it knows. */
    static Map<String, Object> timeouts() {
        return Map.of(
                "session.timeout.ms", 2 * QUARTER_HOUR,
                "max.poll.interval.ms", 32 * QUARTER_HOUR,
                "transaction.timeout.ms", QUARTER_HOUR,
                "delivery.timeout.ms", 4 * QUARTER_HOUR,
                "connections.max.idle.ms", 4 * QUARTER_HOUR);
    }
}
