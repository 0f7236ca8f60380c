package io.headwater.cli.topics;

import io.headwater.cli.CliException;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topic;
import io.headwater.service.ServiceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Brings a cluster and a registry to what the topic catalogue says: creates missing topics, registers schemas, sets
 * their compatibility. Existing topics are compared, never altered: their settings may be somebody's decision.
 * Running it again changes nothing.
 */
public final class TopicSetup {

    private static final long LEADER_TIMEOUT_NANOS = 30_000_000_000L;
    private static final long LEADER_POLL_MILLIS = 50;

    private final ServiceConfig config;
    private final Admin admin;
    private final SchemaRegistry registry;

    public TopicSetup(ServiceConfig config, Admin admin, SchemaRegistry registry) {
        this.config = config;
        this.admin = admin;
        this.registry = registry;
    }

    /** Applies the whole catalogue; returns one outcome for each topic, in the catalogue's order. */
    public List<TopicOutcome> apply() {
        List<Topic<?>> topics = config.topics().all();
        Map<String, TopicDescription> existing = describe(topics);
        Set<String> created = create(topics.stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .toList());
        Map<String, Config> configs = configs(existing.keySet());
        List<TopicOutcome> outcomes = new ArrayList<>();
        for (Topic<?> topic : topics) {
            List<String> differences = existing.containsKey(topic.name())
                    ? differences(topic, existing.get(topic.name()), configs.get(topic.name()))
                    : List.of();
            outcomes.add(outcome(topic, created.contains(topic.name()), differences));
        }
        return outcomes;
    }

    private Map<String, TopicDescription> describe(List<Topic<?>> topics) {
        Map<String, TopicDescription> found = new HashMap<>();
        admin.describeTopics(topics.stream().map(Topic::name).toList())
                .topicNameValues()
                .forEach((name, future) -> {
                    try {
                        found.put(name, get(future));
                    } catch (UnknownTopicOrPartitionException e) {
                        // To be created.
                    }
                });
        return found;
    }

    private Set<String> create(List<Topic<?>> topics) {
        short replicas = config.getShort(ServiceConfig.TOPIC_REPLICATION_FACTOR);
        int maxMessageBytes = config.imageLimits().maxMessageBytes();
        Set<String> created = topics.stream().map(Topic::name).collect(Collectors.toSet());
        admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic.name(), topic.partitions(), replicas)
                                .configs(topic.configs(maxMessageBytes)))
                        .toList())
                .values()
                .forEach((name, future) -> {
                    try {
                        get(future);
                    } catch (TopicExistsException e) {
                        // Somebody else was faster.
                        created.remove(name);
                    } catch (KafkaException e) {
                        throw new CliException(
                                "Cannot create topic " + name + ": " + e.getMessage()
                                        + "; check topic.replication.factor, topic.partitions and your permissions",
                                e);
                    }
                });
        topics.forEach(this::awaitLeaders);
        return created;
    }

    /** An idempotent producer that writes before every partition has its leader can hang for two minutes. */
    private void awaitLeaders(Topic<?> topic) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        long deadline = System.nanoTime() + LEADER_TIMEOUT_NANOS;
        while (true) {
            try {
                get(admin.listOffsets(latest).all());
                return;
            } catch (RetriableException e) {
                if (System.nanoTime() > deadline) {
                    throw new CliException("Topic " + topic.name() + " was created but has no leaders: " + e, e);
                }
            }
            try {
                Thread.sleep(LEADER_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliException("Interrupted while creating topics", e);
            }
        }
    }

    private Map<String, Config> configs(Set<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return get(admin.describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    private List<String> differences(Topic<?> topic, TopicDescription actual, Config actualConfig) {
        List<String> differences = new ArrayList<>();
        if (actual.partitions().size() != topic.partitions()) {
            differences.add("has " + actual.partitions().size() + " partitions, not " + topic.partitions());
        }
        topic.configs(config.imageLimits().maxMessageBytes()).forEach((name, wanted) -> {
            String value = Optional.ofNullable(actualConfig.get(name))
                    .map(entry -> entry.value())
                    .orElse("");
            if (!value.equals(wanted)) {
                differences.add(name + " is " + value + ", not " + wanted);
            }
        });
        return differences;
    }

    private TopicOutcome outcome(Topic<?> topic, boolean created, List<String> differences) {
        TopicOutcome.State state = created
                ? TopicOutcome.State.CREATED
                : differences.isEmpty() ? TopicOutcome.State.UNCHANGED : TopicOutcome.State.DIFFERS;
        if (topic.valueType() == null) {
            return new TopicOutcome(topic.name(), state, differences, null, false);
        }
        boolean registered = isRegistered(topic);
        int id = registry.register(topic.subject(), topic.schema());
        String compatibility = topic.compatibility().name();
        if (!registry.compatibility(topic.subject()).equals(Optional.of(compatibility))) {
            registry.setCompatibility(topic.subject(), topic.compatibility());
        }
        return new TopicOutcome(topic.name(), state, differences, id, !registered);
    }

    private boolean isRegistered(Topic<?> topic) {
        try {
            registry.idOf(topic.subject(), topic.schema());
            return true;
        } catch (SerializationException e) {
            return false;
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CliException("The broker refuses: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while waiting for the broker", e);
        }
    }
}
