package io.headwater.streams.internal.app;

import io.headwater.model.ArtifactStore;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageSource;
import io.headwater.model.ModelSlot;
import io.headwater.schemas.AvroSerdes;
import io.headwater.streams.ClassifierConfig;
import io.headwater.streams.internal.ClassifierMetrics;
import io.headwater.streams.internal.HeadwaterTopology;
import io.headwater.streams.internal.classification.Classifier;
import io.headwater.streams.internal.classification.ClassifySupplier;
import io.headwater.streams.internal.follower.ModelFollower;
import io.headwater.streams.internal.follower.ModelLoader;
import io.headwater.streams.internal.inference.InferencePipeline;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/** Makes the classifier's parts as its settings say. */
public final class ClassifierParts {

    private final ClassifierConfig config;
    private final AvroSerdes serdes;
    private final ClassifierMetrics metrics;

    public ClassifierParts(ClassifierConfig config, AvroSerdes serdes, ClassifierMetrics metrics) {
        this.config = config;
        this.serdes = serdes;
        this.metrics = metrics;
    }

    /** Runs the models of the slot on images of the source. */
    public InferencePipeline pipeline(ModelSlot models, ImageSource images) {
        return new InferencePipeline(
                new InferencePipeline.Parts(
                        models,
                        serdes.deserializer(config.topics().images().valueType()),
                        images,
                        new ImageDecoder(config.images().maxPixels()),
                        serdes.encoder(config.topics().classifications())),
                new InferencePipeline.Settings(
                        config.modelName(),
                        config.getInt(ClassifierConfig.TOP_K),
                        config.decodeThreads(),
                        config.batchPolicy(),
                        config.images().uriRetry()),
                metrics,
                Clock.systemUTC());
    }

    /** Puts the champions of the store into the slot. */
    public ModelFollower follower(ModelSlot models, ArtifactStore store) {
        Map<String, Object> client = config.kafkaClient();
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new ModelFollower(
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                config.modelName(),
                config.topics(),
                serdes,
                new ModelLoader(store, config.device(), config.gpuOptions(), config.batchPolicy(), config.precision()),
                models,
                metrics);
    }

    /** @param patience how long images and the registry are waited for */
    public Topology topology(Classifier classifier, Duration patience) {
        return HeadwaterTopology.build(
                config.topics(),
                serdes,
                new HeadwaterTopology.Collaborators(
                        new ClassifySupplier(classifier, config.maxInFlight(), patience),
                        Duration.ofMillis(config.getLong(ClassifierConfig.JOIN_RETENTION_MS)),
                        patience,
                        config.imageLimits().maxMessageBytes(),
                        metrics::deadLetter,
                        config.quality(),
                        config.review()));
    }
}
