package io.headwater.trainer.internal.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How far the classifier has come with joining feedback. A label is a sample only when its image has been classified, so
 * a retraining that is asked for right after labels were sent would miss those still on their way. The classifier's
 * committed offsets tell: what it has committed of its inputs lies in its internal topics, and what it has committed of
 * those lies in the samples topic.
 */
public final class ClassifierProgress implements AutoCloseable {

    private static final long CHECK_MILLIS = 15;

    private final Admin admin;
    private final String group;
    private final Set<String> inputs;

    /**
     * @param group consumer group of the classifier, which is its application id
     * @param inputs topics of images and feedback
     */
    public ClassifierProgress(Admin admin, String group, Set<String> inputs) {
        this.admin = admin;
        this.group = group;
        this.inputs = inputs;
    }

    /**
     * Waits until all images and labels that are in their topics now have become samples.
     *
     * @param patience how long to wait without the classifier getting on
     * @return records that are left: 0 unless the classifier did not get on, or this was stopped
     */
    public long await(Duration patience, BooleanSupplier stopped) throws InterruptedException {
        if (committed().isEmpty() && !hasMembers()) {
            return 0;
        }
        long left = await(ends(partitionsOf(inputs)), patience, stopped);
        if (left > 0) {
            return left;
        }
        Set<TopicPartition> internal = new HashSet<>(committed().keySet());
        internal.removeIf(partition -> inputs.contains(partition.topic()));
        return await(ends(internal), patience, stopped);
    }

    private long await(Map<TopicPartition, Long> targets, Duration patience, BooleanSupplier stopped)
            throws InterruptedException {
        long best = Long.MAX_VALUE;
        long lastNews = System.nanoTime();
        while (true) {
            long left = left(targets);
            boolean impatient = left >= best && System.nanoTime() - lastNews >= patience.toNanos();
            if (left == 0 || impatient || stopped.getAsBoolean()) {
                return left;
            }
            if (left < best) {
                best = left;
                lastNews = System.nanoTime();
            }
            Thread.sleep(CHECK_MILLIS);
        }
    }

    private long left(Map<TopicPartition, Long> targets) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        long left = 0;
        for (Map.Entry<TopicPartition, Long> target : targets.entrySet()) {
            OffsetAndMetadata offset = committed.get(target.getKey());
            left += Math.max(0, target.getValue() - (offset == null ? 0 : offset.offset()));
        }
        return left;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = get(() -> admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get());
        offsets.values().removeIf(Objects::isNull);
        return offsets;
    }

    private boolean hasMembers() throws InterruptedException {
        try {
            return get(() -> admin.describeConsumerGroups(List.of(group))
                                    .describedGroups()
                                    .get(group)
                                    .get())
                            .groupState()
                    != GroupState.EMPTY;
        } catch (GroupIdNotFoundException e) {
            return false;
        }
    }

    private Set<TopicPartition> partitionsOf(Set<String> topics) throws InterruptedException {
        Map<String, TopicDescription> found =
                get(() -> admin.describeTopics(topics).allTopicNames().get());
        return found.values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition())))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(() -> admin.listOffsets(latest).all().get()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private interface Request<T> {
        T send() throws ExecutionException, InterruptedException;
    }

    private static <T> T get(Request<T> request) throws InterruptedException {
        try {
            return request.send();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
