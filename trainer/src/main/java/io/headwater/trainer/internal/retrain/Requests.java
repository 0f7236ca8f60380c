package io.headwater.trainer.internal.retrain;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The retrain requests as the coordinator hands them to the thread that works. They outlive that thread.
 *
 * @param partition where they come from, and where the offset of the next one is committed
 * @param attempts how often the work on them has failed
 * @param member of their group, as which the offset is committed: what it is now
 */
record Requests(
        TopicPartition partition, RequestQueue queue, Attempts attempts, Supplier<ConsumerGroupMetadata> member) {}
