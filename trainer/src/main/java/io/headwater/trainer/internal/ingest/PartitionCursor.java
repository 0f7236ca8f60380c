package io.headwater.trainer.internal.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads single records of a partition by rising offsets. Close ones are read over, far ones are sought. */
final class PartitionCursor {

    /** Reading over this many records is cheaper than asking the broker again. */
    private static final long NEAR = 32;

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long begin;
    private final long end;

    /** What the last poll brought, and how much of it is behind us. */
    private List<ConsumerRecord<byte[], byte[]>> fetched = List.of();

    private int passed;
    private long position = -1;

    /** Takes over the consumer: it is assigned this partition alone. */
    PartitionCursor(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
        consumer.assign(List.of(partition));
        begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        end = consumer.endOffsets(List.of(partition)).get(partition);
    }

    /**
     * The record at the offset, which must not be lower than the last one asked for; null when it is gone.
     *
     * @throws IOException the broker gives nothing for a while
     */
    ConsumerRecord<byte[], byte[]> at(long offset) throws IOException {
        if (offset < begin || offset >= end) {
            return null;
        }
        if (position < 0 || offset - position > NEAR) {
            consumer.seek(partition, offset);
            position = offset;
            fetched = List.of();
            passed = 0;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (position <= offset) {
            while (passed < fetched.size()) {
                ConsumerRecord<byte[], byte[]> record = fetched.get(passed);
                if (record.offset() > offset) {
                    return null;
                }
                passed++;
                position = record.offset() + 1;
                if (record.offset() == offset) {
                    return record;
                }
            }
            poll();
            if (fetched.isEmpty() && System.nanoTime() > deadline) {
                throw new IOException("No record of " + partition + " from offset " + position + " in "
                        + PATIENCE.toSeconds() + " s");
            }
        }
        return null;
    }

    private void poll() {
        passed = 0;
        try {
            fetched = consumer.poll(POLL).records(partition);
        } catch (OffsetOutOfRangeException e) {
            // Retention came in between: what is left begins later.
            consumer.seekToBeginning(List.of(partition));
            fetched = List.of();
        }
        if (fetched.isEmpty()) {
            position = consumer.position(partition);
        }
    }
}
