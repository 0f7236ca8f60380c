package io.headwater.benchmark.speed.contender;

import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Flink with its mini cluster in this process: Kafka source, the session in a rich map function, Kafka sink; exactly
 * once by checkpoints, a slot a core, all operators chained, objects reused.
 */
final class FlinkJob implements Contender {

    /** Each checkpoint ends a transaction and begins one: shorter is slower, and latency is what it is at least. */
    private static final long LATENCY_CHECKPOINT_MILLIS = 100;

    private static final Duration FROZEN_AT_MOST = Duration.ofHours(1);

    private final Assignment assignment;

    FlinkJob(Assignment assignment) {
        this.assignment = assignment;
    }

    @Override
    public void start() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, FROZEN_AT_MOST);
        configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, FROZEN_AT_MOST);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(
                Runtime.getRuntime().availableProcessors(), configuration);
        environment.enableCheckpointing(
                assignment.latency() ? LATENCY_CHECKPOINT_MILLIS : assignment.commitMillis(),
                CheckpointingMode.EXACTLY_ONCE);
        environment
                .fromSource(source(), WatermarkStrategy.noWatermarks(), "images")
                .map(new FlinkClassifier(
                        assignment.model(),
                        assignment.schemaRegistry(),
                        assignment.inputTopic(),
                        assignment.outputTopic()))
                .sinkTo(sink());
        environment.executeAsync("classifier").getJobExecutionResult().whenComplete(FlinkJob::ended);
    }

    /** A job that fails and is restarted again and again would count as slow. */
    private static void ended(JobExecutionResult result, Throwable failure) {
        if (failure != null) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private KafkaSource<Tuple2<byte[], byte[]>> source() {
        Properties settings = clientSettings();
        settings.put("max.partition.fetch.bytes", Integer.toString(PeerClients.MAX_PARTITION_FETCH_BYTES));
        settings.put("max.poll.records", Integer.toString(PeerClients.MAX_POLL_RECORDS));
        return KafkaSource.<Tuple2<byte[], byte[]>>builder()
                .setBootstrapServers(assignment.bootstrapServers())
                .setTopics(assignment.inputTopic())
                .setGroupId(assignment.group())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new KeyAndValue())
                .setProperties(settings)
                .build();
    }

    private KafkaSink<Tuple2<byte[], byte[]>> sink() {
        Properties settings = clientSettings();
        settings.put("linger.ms", "5");
        settings.put("batch.size", Integer.toString(PeerClients.BATCH_BYTES));
        String topic = assignment.outputTopic();
        KafkaRecordSerializationSchema<Tuple2<byte[], byte[]>> schema =
                (result, context, timestamp) -> new ProducerRecord<>(topic, result.f0, result.f1);
        return KafkaSink.<Tuple2<byte[], byte[]>>builder()
                .setBootstrapServers(assignment.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(assignment.group())
                .setRecordSerializer(schema)
                .setKafkaProducerConfig(settings)
                .build();
    }

    private static Properties clientSettings() {
        Properties settings = new Properties();
        PeerClients.settings().forEach((key, value) -> settings.put(key, value.toString()));
        return settings;
    }

    @Override
    public Progress progress() {
        return FlinkClassifier.progress();
    }

    /** A record's key and value. */
    private static final class KeyAndValue implements KafkaRecordDeserializationSchema<Tuple2<byte[], byte[]>> {

        private static final long serialVersionUID = 1;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<byte[], byte[]>> out) {
            out.collect(Tuple2.of(record.key(), record.value()));
        }

        @Override
        public TypeInformation<Tuple2<byte[], byte[]>> getProducedType() {
            return TypeInformation.of(new TypeHint<>() {});
        }
    }
}
