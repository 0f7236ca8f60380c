package io.headwater.benchmark.speed.contender;

import java.util.HashMap;
import java.util.Map;

/** What the peers' Kafka clients are set to, as Headwater's are. */
final class PeerClients {

    static final int MAX_POLL_RECORDS = 2_000;
    static final int BATCH_BYTES = 128 * 1024;
    static final int MAX_PARTITION_FETCH_BYTES = 8 << 20;

    private PeerClients() {}

    /** What consumers and producers have in common. */
    static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(Freezable.timeouts());
        settings.put("receive.buffer.bytes", -1);
        settings.put("send.buffer.bytes", -1);
        return settings;
    }
}
