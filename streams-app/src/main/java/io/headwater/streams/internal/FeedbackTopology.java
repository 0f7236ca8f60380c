package io.headwater.streams.internal;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.join.CompactFormat;
import io.headwater.streams.internal.join.FeedbackJoinSupplier;
import io.headwater.streams.internal.join.FeedbackReader;
import io.headwater.streams.internal.join.JoinInput;
import io.headwater.streams.internal.join.JoinedLabel;
import io.headwater.streams.internal.join.Label;
import io.headwater.streams.internal.join.PredictionBatch;
import io.headwater.streams.internal.join.PredictionBatcherSupplier;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * From feedback and classifications to labelled samples.
 *
 * <p>Both sides go through an internal topic keyed by event id. Classifications have to, as they keep their input's
 * key; feedback does too, because clients in other languages spread keys over partitions differently, and a label that
 * lands on another partition than its prediction would never meet it.
 */
final class FeedbackTopology {

    /**
     * What meets in the join.
     *
     * @param predictions in batches
     * @param labels those that have met their prediction
     */
    record Joined(KStream<String, PredictionBatch> predictions, KStream<byte[], JoinedLabel> labels) {}

    private final StreamsBuilder builder;
    private final Topics topics;
    private final AvroSerdes serdes;
    private final OutcomeRouter router;

    FeedbackTopology(StreamsBuilder builder, Topics topics, AvroSerdes serdes, OutcomeRouter router) {
        this.builder = builder;
        this.topics = topics;
        this.serdes = serdes;
        this.router = router;
    }

    /**
     * Adds the topology and returns what meets in it.
     *
     * @param retention how long predictions and labels wait for each other
     * @param registryPatience how long a registry that is away is waited for
     */
    Joined add(KStream<byte[], EncodedClassification> classifications, Duration retention, Duration registryPatience) {
        FeedbackJoinSupplier join = new FeedbackJoinSupplier(
                retention,
                topics.images().name(),
                topics.feedback().name(),
                serdes.serde(topics.feedback()).serializer());
        KStream<String, PredictionBatch> predictions = predictions(classifications);
        KStream<byte[], Outcome<JoinedLabel>> outcomes = predictions
                .mapValues(batch -> (JoinInput) batch, Named.as("predictions-in"))
                .merge(labels(registryPatience), Named.as("predictions-and-labels"))
                .process(join, Named.as("join"));
        KStream<byte[], JoinedLabel> joined = router.route(outcomes, "join");
        joined.mapValues(JoinedLabel::sample, Named.as("samples"))
                .to(
                        topics.samples().name(),
                        Produced.with(Serdes.ByteArray(), serdes.serde(topics.samples()))
                                .withName("samples-sink"));
        return new Joined(predictions, joined);
    }

    private KStream<String, PredictionBatch> predictions(KStream<byte[], EncodedClassification> classifications) {
        int partitions = topics.feedback().partitions();
        return classifications
                .process(new PredictionBatcherSupplier(partitions), Named.as("predictions-batch"))
                .repartition(Repartitioned.<String, PredictionBatch>as("prediction-batches")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(CompactFormat.predictions())
                        .withNumberOfPartitions(partitions));
    }

    private KStream<String, JoinInput> labels(Duration registryPatience) {
        KStream<byte[], Outcome<FeedbackReader.LabelledEvent>> outcomes = builder.stream(
                        topics.feedback().name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("feedback-source"))
                .process(
                        () -> new FeedbackReader(
                                serdes.deserializer(topics.feedback().valueType()), registryPatience),
                        Named.as("feedback"));
        return router.route(outcomes, "feedback")
                .process(LabelKeying::new, Named.as("labels-key"))
                .repartition(Repartitioned.<String, Label>as("labels")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(CompactFormat.label())
                        .withNumberOfPartitions(topics.feedback().partitions()))
                .mapValues(label -> (JoinInput) label, Named.as("labels-in"));
    }
}
