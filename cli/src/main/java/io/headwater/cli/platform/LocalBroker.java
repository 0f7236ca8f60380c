package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker for one machine: KRaft, broker and controller in one, inside this process, on the loopback
 * interface. Its data survives restarts and crashes.
 *
 * <p>In process rather than in a JVM of its own: half the memory, no second start-up, and it cannot outlive the
 * platform.
 */
public final class LocalBroker implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String NODE_ID = "1";
    private static final String CLUSTER_FILE = "meta.properties";

    private final KafkaRaftServer server;
    private final int port;

    private LocalBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it accepts requests.
     *
     * @param directory where its data is; formatted on first use
     * @param maxMessageBytes largest record batch, in bytes
     */
    public static LocalBroker start(Path directory, int port, int maxMessageBytes) {
        Properties properties = properties(directory, port, maxMessageBytes);
        try {
            format(directory, properties);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            server.startup();
            return new LocalBroker(server, port);
        } catch (IOException | RuntimeException e) {
            throw new CliException("The broker does not start in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void format(Path directory, Properties properties) throws IOException {
        Files.createDirectories(directory);
        if (Files.exists(directory.resolve(CLUSTER_FILE))) {
            return;
        }
        Path file = directory.resolveSibling(directory.getFileName() + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "The local broker's settings when its directory was formatted");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
        int code = StorageTool.execute(arguments, new PrintStream(output, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException("formatting ended with code " + code + ": "
                    + output.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private static Properties properties(Path directory, int port, int maxMessageBytes) {
        Properties properties = new Properties();
        int controllerPort = Ports.free();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", NODE_ID);
        properties.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        properties.put(
                "listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", directory.toAbsolutePath().toString());
        properties.put("message.max.bytes", Integer.toString(maxMessageBytes));
        // The operating system's, which grow, instead of 100 KiB: two photographs.
        properties.put("socket.receive.buffer.bytes", "-1");
        properties.put("socket.send.buffer.bytes", "-1");
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // A crashed instance's open transaction holds up readers for the transaction time-out plus this.
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // The next transaction's first records wait this long at a time until the last one is complete; 20 by default.
        properties.put("add.partitions.to.txn.retry.backoff.ms", "2");
        internalTopics(properties);
        threads(properties);
        return properties;
    }

    private static void internalTopics(Properties properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    /** One user's load on one machine that the model needs more than the broker does. */
    private static void threads(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
    }

    /** Address for clients: what they take as their bootstrap.servers. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
