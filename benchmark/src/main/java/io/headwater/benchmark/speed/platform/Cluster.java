package io.headwater.benchmark.speed.platform;

import io.headwater.cli.topics.TopicSetup;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.service.ServiceConfig;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.config.ConfigResource;

/** A broker and a registry in processes of their own, and the clients of the harness. */
public final class Cluster implements AutoCloseable {

    private final Child process;
    private final String bootstrapServers;
    private final String registryUrl;
    private final SchemaRegistry registry;
    private final Admin admin;

    private Cluster(Child process, String bootstrapServers, String registryUrl) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        this.registry = SchemaRegistry.connect(registryUrl, Map.of());
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    public static Cluster start(Path directory) {
        Child process = Child.java(
                "the broker",
                directory.resolve("platform.err"),
                List.of("-Xmx1g"),
                PlatformMain.class,
                directory.resolve("platform").toString());
        String[] ready = process.answer().split(" ");
        return new Cluster(process, ready[1], ready[2]);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public String registryUrl() {
        return registryUrl;
    }

    public AvroSerdes serdes() {
        return new AvroSerdes(registry, true);
    }

    /** Creates all topics of the prefix; those of results carry the broker's clock, which tells when they came. */
    public ServiceConfig createTopics(String prefix) {
        ServiceConfig config = new ServiceConfig(Map.of(
                "bootstrap.servers", bootstrapServers, "schema.registry.url", registryUrl, "topic.prefix", prefix));
        new TopicSetup(config, admin, registry).apply();
        ConfigResource results = new ConfigResource(
                ConfigResource.Type.TOPIC, config.topics().classifications().name());
        AlterConfigOp brokersClock =
                new AlterConfigOp(new ConfigEntry("message.timestamp.type", "LogAppendTime"), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(
                            Map.<ConfigResource, Collection<AlterConfigOp>>of(results, List.of(brokersClock)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot set the topic up: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        return config;
    }

    /** Bytes of the topics' logs on the broker's disk, together. */
    public long bytesOf(Predicate<String> topics) {
        try {
            long bytes = 0;
            int broker = admin.describeCluster().nodes().get().iterator().next().id();
            var directories = admin.describeLogDirs(List.of(broker))
                    .allDescriptions()
                    .get()
                    .get(broker);
            for (LogDirDescription directory : directories.values()) {
                for (var replica : directory.replicaInfos().entrySet()) {
                    if (topics.test(replica.getKey().topic())) {
                        bytes += replica.getValue().size();
                    }
                }
            }
            return bytes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot describe the logs: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
        registry.close();
        process.close();
    }
}
