package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.Shot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The truth about every event, for the labeller, who sees it with his own eyes, and for the audit. */
final class TruthLedger {

    private final Map<String, Shot> shots = new ConcurrentHashMap<>();

    void note(String eventId, Shot shot) {
        shots.put(eventId, shot);
    }

    Shot of(String eventId) {
        return shots.get(eventId);
    }

    long size() {
        return shots.size();
    }

    Map<String, Shot> all() {
        return Map.copyOf(shots);
    }
}
