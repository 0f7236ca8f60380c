package io.headwater.service;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.SchemaRegistry;
import io.headwater.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** Settings that the classifier, the trainer and the command line share. */
public class ServiceConfig extends AbstractConfig {

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    public static final String SCHEMA_AUTO_REGISTER = "schema.auto.register";
    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String TOPIC_PARTITIONS = "topic.partitions";
    public static final String TOPIC_REPLICATION_FACTOR = "topic.replication.factor";
    public static final String MODEL_NAME = "model.name";
    public static final String IMAGE_MAX_BYTES = "image.max.bytes";
    public static final String ARTIFACT_STORE = "artifact.store";
    public static final String ARTIFACT_CACHE = "artifact.cache";
    public static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";

    /** What follows this prefix goes to every Kafka client as it is, so that TLS and SASL work as everywhere. */
    public static final String KAFKA_PREFIX = "kafka.";

    /** What follows this prefix goes to the schema registry client as it is. */
    public static final String REGISTRY_PREFIX = "registry.";

    private static final int MIB = 1024 * 1024;
    private static final int OF_THE_OPERATING_SYSTEM = -1;

    public ServiceConfig(Map<String, String> properties) {
        this(definition(), properties);
    }

    protected ServiceConfig(ConfigDef definition, Map<String, String> properties) {
        super(definition, properties, false);
    }

    /** The shared settings, to be extended by a service's own. A new object with every call. */
    public static ConfigDef definition() {
        ConfigDef definition = new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        "127.0.0.1:9092",
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Kafka brokers to start from, as host:port, separated by commas.")
                .define(
                        SCHEMA_REGISTRY_URL,
                        Type.STRING,
                        "http://127.0.0.1:8081",
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Address of the schema registry (Confluent API).")
                .define(
                        SCHEMA_AUTO_REGISTER,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether missing schemas are registered when a record is written. Leave it off in production and"
                                + " run `headwater topics apply`.")
                .define(
                        TOPIC_PREFIX,
                        Type.STRING,
                        Topics.DEFAULT_PREFIX,
                        Importance.MEDIUM,
                        "Beginning of every topic name.")
                .define(
                        TOPIC_PARTITIONS,
                        Type.INT,
                        Topics.DEFAULT_PARTITIONS,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Partitions of the event topics when they are created: the most instances that can share the"
                                + " work.")
                .define(
                        TOPIC_REPLICATION_FACTOR,
                        Type.SHORT,
                        (short) -1,
                        Importance.MEDIUM,
                        "Replicas of each topic when it is created; -1 takes the broker's default.")
                .define(
                        MODEL_NAME,
                        Type.STRING,
                        "default",
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "Name of the model that is served and trained.")
                .define(
                        IMAGE_MAX_BYTES,
                        Type.INT,
                        8 * MIB,
                        between(1024, 256 * MIB),
                        Importance.MEDIUM,
                        "Largest encoded image, in bytes. Producer, topic, consumer and buffer limits follow from it.")
                .define(
                        ARTIFACT_STORE,
                        Type.STRING,
                        "file:data/artifacts",
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Where models and datasets are kept: file:DIRECTORY or s3://BUCKET/PREFIX. Classifier and trainer need"
                                + " the same one.")
                .define(
                        ARTIFACT_CACHE,
                        Type.STRING,
                        "data/cache",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Directory of local copies of what is in s3:, and of what `headwater backbone fetch` downloads."
                                + " Nothing is ever removed from it; may be deleted while nothing uses it.");
        return HttpSettings.define(ImageSettings.define(definition));
    }

    /**
     * What is made of a setting's value.
     *
     * @param made throws {@link IllegalArgumentException} where the value makes no sense
     * @throws ConfigException in its place, as for any wrong setting
     */
    protected static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    public String modelName() {
        return getString(MODEL_NAME);
    }

    public Topics topics() {
        return new Topics(getString(TOPIC_PREFIX), getInt(TOPIC_PARTITIONS));
    }

    /** Which images are read. */
    public ImageSettings images() {
        return ImageSettings.of(this);
    }

    public ImageLimits imageLimits() {
        return new ImageLimits(getInt(IMAGE_MAX_BYTES));
    }

    /**
     * Settings for any Kafka client: the brokers and all that was given under {@code kafka.}.
     *
     * <p>The size of socket buffers is left to the operating system. Kafka's own 64 KiB hold one photograph: while the client
     * does something else they are full, and the connection is held up (docs/performance.md).
     */
    public Map<String, Object> kafkaClient() {
        Map<String, Object> client = new HashMap<>();
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, getString(BOOTSTRAP_SERVERS));
        client.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, OF_THE_OPERATING_SYSTEM);
        client.put(CommonClientConfigs.SEND_BUFFER_CONFIG, OF_THE_OPERATING_SYSTEM);
        client.putAll(originalsWithPrefix(KAFKA_PREFIX));
        return client;
    }

    /** A new connection to the schema registry; the caller closes it. */
    public SchemaRegistry connectRegistry() {
        return SchemaRegistry.connect(getString(SCHEMA_REGISTRY_URL), originalsWithPrefix(REGISTRY_PREFIX));
    }

    public AvroSerdes serdes(SchemaRegistry registry) {
        return new AvroSerdes(registry, getBoolean(SCHEMA_AUTO_REGISTER));
    }

    /** The settings in force, one {@code key = value} a line in order of key, with secrets masked. */
    public String describe() {
        Map<String, Object> shown = new TreeMap<>(values());
        shown.put(SCHEMA_REGISTRY_URL, SchemaRegistry.withoutUserInfo(getString(SCHEMA_REGISTRY_URL)));
        originals().forEach((key, value) -> {
            if (key.startsWith(KAFKA_PREFIX) || key.startsWith(REGISTRY_PREFIX)) {
                shown.put(key, Secrets.masked(key, value));
            }
        });
        StringBuilder lines = new StringBuilder();
        shown.forEach(
                (key, value) -> lines.append(key).append(" = ").append(value).append(System.lineSeparator()));
        return lines.toString();
    }
}
