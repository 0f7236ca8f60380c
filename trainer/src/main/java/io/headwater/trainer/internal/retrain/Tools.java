package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.BackboneCatalogue;
import io.headwater.model.ImageDecoder;
import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.TrainerMetrics;
import io.headwater.trainer.internal.ingest.ClassifierProgress;
import io.headwater.trainer.internal.ingest.Embedder;
import io.headwater.trainer.internal.ingest.PatientImageSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the trainer works with, made from its configuration. */
public record Tools(TrainerConfig config, AvroSerdes serdes, ArtifactStore store, TrainerMetrics metrics) {

    /** A zombie's open transaction is aborted by its successor; only without one does this long time matter. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

    private static final int PROGRESS_TIMEOUT_MILLIS = 5_000;

    Topics topics() {
        return config.topics();
    }

    /** Consumer of committed records, without a group. */
    Consumer<byte[], byte[]> reader() {
        return consumer(config.consumer());
    }

    /** Consumer of the requests: its group decides which trainer works. */
    Consumer<byte[], byte[]> requests() {
        Map<String, Object> settings = config.consumer();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.requestGroup());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, config.getInt(TrainerConfig.SESSION_TIMEOUT));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, config.getInt(TrainerConfig.SESSION_TIMEOUT) / 4);
        // A stand-by that joins takes nothing away from the one that works.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return consumer(settings);
    }

    /** Consumer that reads images by their offset. */
    Consumer<byte[], byte[]> images() {
        Map<String, Object> settings = config.consumer();
        settings.putAll(config.imageLimits().consumer());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // An image with a classification is committed; waiting for later transactions would serve nothing.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return consumer(settings);
    }

    ClassifierProgress classifierProgress() {
        Set<String> inputs =
                Set.of(topics().images().name(), topics().feedback().name());
        return new ClassifierProgress(
                Admin.create(config.kafkaClient()), config.getString(TrainerConfig.CLASSIFIER_APPLICATION_ID), inputs);
    }

    /** Producer of publications. */
    Producer<byte[], byte[]> publications() {
        Map<String, Object> settings = new HashMap<>(config.kafkaClient());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.transactionalId());
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        return producer(settings);
    }

    /** Producer of progress, which nobody waits for. */
    Producer<byte[], byte[]> progress() {
        Map<String, Object> settings = new HashMap<>(config.kafkaClient());
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PROGRESS_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PROGRESS_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PROGRESS_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return producer(settings);
    }

    /** Producer of the triggers' requests. */
    Producer<byte[], byte[]> triggers() {
        return producer(config.kafkaClient());
    }

    BackboneCatalogue backbones() {
        return new BackboneCatalogue(store);
    }

    ImageDecoder decoder() {
        return new ImageDecoder(config.images().maxPixels());
    }

    PatientImageSource imageSource() {
        return new PatientImageSource(config.imageSource(), config.images().uriRetry());
    }

    Embedder embedder(io.headwater.model.Backbone backbone) throws IOException {
        return new Embedder(store, backbone, decoder(), config.sessionOptions());
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
