package io.headwater.benchmark.speed.contender;

import io.headwater.schemas.AvroSerdes;
import io.headwater.vision.Classification;
import io.headwater.vision.ImageEvent;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.ValueMapper;

/** Kafka Streams for the peers: a thread a core, and the clients set as Headwater sets its own. */
final class PeerStreams {

    private PeerStreams() {}

    static Topology topology(
            Assignment assignment, AvroSerdes serdes, ValueMapper<ImageEvent, Classification> classify) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        assignment.inputTopic(),
                        Consumed.with(Serdes.ByteArray(), serdes.<ImageEvent>serde(ImageEvent.class)))
                .mapValues(classify)
                .to(
                        assignment.outputTopic(),
                        Produced.with(Serdes.ByteArray(), serdes.<Classification>serde(Classification.class)));
        return builder.build();
    }

    static void start(Assignment assignment, Topology topology) throws InterruptedException {
        KafkaStreams streams = new KafkaStreams(topology, settings(assignment));
        CountDownLatch running = new CountDownLatch(1);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        streams.setUncaughtExceptionHandler(exception -> {
            exception.printStackTrace();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.start();
        running.await();
    }

    private static Properties settings(Assignment assignment) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, assignment.bootstrapServers());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, assignment.group());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, assignment.workDirectory() + "/state");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, assignment.commitMillis());
        settings.put(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG, Runtime.getRuntime().availableProcessors());
        settings.put(StreamsConfig.POLL_MS_CONFIG, 5);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), PeerClients.MAX_POLL_RECORDS);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                PeerClients.MAX_PARTITION_FETCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PeerClients.BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.putAll(PeerClients.settings());
        return settings;
    }
}
