package io.headwater.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the classifier that say how records are read, joined and committed. */
final class ProcessingSettings {

    /** Two thirds of what a broker allows a transaction by default (transaction.max.timeout.ms). */
    private static final int LONGEST_COMMIT_INTERVAL_MS = 600_000;

    private ProcessingSettings() {}

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ClassifierConfig.APPLICATION_ID,
                        Type.STRING,
                        "headwater-classifier",
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Identifies the instances that share the work, and prefixes their internal topics.")
                .define(
                        ClassifierConfig.STATE_DIR,
                        Type.STRING,
                        "data/streams",
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "Directory of the local stores. What is lost of it is restored from Kafka.")
                .define(
                        ClassifierConfig.PROCESSING_GUARANTEE,
                        Type.STRING,
                        StreamsConfig.EXACTLY_ONCE_V2,
                        ValidString.in(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE),
                        Importance.MEDIUM,
                        "exactly_once_v2, or at_least_once: then a crash may repeat classifications.")
                .define(
                        ClassifierConfig.PROFILE,
                        Type.STRING,
                        "balanced",
                        ValidString.in("latency", "balanced", "throughput"),
                        Importance.MEDIUM,
                        "What matters more: results soon, or as many as the machine can make. Sets the time between"
                                + " commits (10, 100 or 1000 ms), how long records wait to be sent together (0, 5 or 20 ms),"
                                + " and how many images of a partition are under way (16, 16 or 64).")
                .define(
                        ClassifierConfig.COMMIT_INTERVAL_MS,
                        Type.INT,
                        0,
                        between(0, LONGEST_COMMIT_INTERVAL_MS),
                        Importance.MEDIUM,
                        "Time between commits, in milliseconds; 0 takes the profile's. With exactly_once_v2 readers see"
                                + " results at a commit: shorter means lower latency, longer a higher throughput.")
                .define(
                        ClassifierConfig.STREAM_THREADS,
                        Type.INT,
                        1,
                        atLeast(1),
                        Importance.LOW,
                        "Threads that read and write records. Decoding and inference have threads of their own.")
                .define(
                        ClassifierConfig.GROUP_INSTANCE_ID,
                        Type.STRING,
                        null,
                        Importance.LOW,
                        "A fixed name of this instance, so that a restart is not a rebalance. Unset, every start is a"
                                + " new member.")
                .define(
                        ClassifierConfig.MAX_POLL_RECORDS,
                        Type.INT,
                        2_000,
                        atLeast(1),
                        Importance.LOW,
                        "Records taken from the consumer at a time; with image.worst.ms it gives"
                                + " max.poll.interval.ms.")
                .define(
                        ClassifierConfig.JOIN_RETENTION_MS,
                        Type.LONG,
                        Duration.ofDays(7).toMillis(),
                        atLeast(1000),
                        Importance.MEDIUM,
                        "How long a prediction waits for feedback, and feedback for its prediction, in milliseconds.")
                .define(
                        ClassifierConfig.STARTUP_TIMEOUT_MS,
                        Type.INT,
                        60_000,
                        atLeast(1000),
                        Importance.LOW,
                        "How long to wait for broker and registry at start, in milliseconds.");
    }
}
