package io.headwater.benchmark.speed.contender;

/** What the peers' Kafka clients are set to, as Headwater's are. */
final class PeerClients {

    static final int MAX_POLL_RECORDS = 2_000;
    static final int BATCH_BYTES = 128 * 1024;
    static final int MAX_PARTITION_FETCH_BYTES = 8 << 20;

    private PeerClients() {}
}
