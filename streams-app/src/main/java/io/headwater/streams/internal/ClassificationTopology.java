package io.headwater.streams.internal;

import io.headwater.schemas.Topics;
import io.headwater.streams.internal.classification.ClassifySupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** From image events to classifications, each under its input's key. */
final class ClassificationTopology {

    private static final Serde<EncodedClassification> ENCODED =
            Serdes.serdeFrom((topic, classification) -> classification.bytes(), (topic, bytes) -> {
                throw new UnsupportedOperationException("Classifications are not read here");
            });

    private ClassificationTopology() {}

    /** Adds the topology and returns the classifications as they go out. */
    static KStream<byte[], EncodedClassification> add(
            StreamsBuilder builder, Topics topics, ClassifySupplier classify, OutcomeRouter router) {
        KStream<byte[], Outcome<EncodedClassification>> outcomes = builder.stream(
                        topics.images().name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("images-source"))
                .process(classify, Named.as("classify"));
        KStream<byte[], EncodedClassification> classifications = router.route(outcomes, "classify");
        classifications.to(
                topics.classifications().name(),
                Produced.with(Serdes.ByteArray(), ENCODED).withName("classifications-sink"));
        return classifications;
    }
}
