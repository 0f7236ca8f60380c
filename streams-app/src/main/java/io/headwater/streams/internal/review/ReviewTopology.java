package io.headwater.streams.internal.review;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.join.JoinedLabel;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * From classifications and labels to the events that are worth a person's look: those between two labels, where a label
 * teaches most, and those whose label contradicts a confident prediction, where one of the two is badly wrong.
 *
 * <p>Each task chooses among its own events, so nothing is repartitioned and an event that is no candidate costs a
 * comparison. The reader puts them into one order.
 */
public final class ReviewTopology {

    private final Topics topics;
    private final AvroSerdes serdes;
    private final ReviewSettings settings;

    public ReviewTopology(Topics topics, AvroSerdes serdes, ReviewSettings settings) {
        this.topics = topics;
        this.serdes = serdes;
        this.settings = settings;
    }

    /** Adds the choice among classifications. */
    public void addUncertain(KStream<byte[], EncodedClassification> classifications) {
        choose(
                classifications,
                "uncertain",
                value -> ReviewItems.uncertain(value.classification(), settings.maxMargin()));
    }

    /** Adds the choice among labels. */
    public void addDisagreements(KStream<byte[], JoinedLabel> labels, String model) {
        choose(labels, "disagreements", value -> ReviewItems.disagreement(value, settings.minConfidence(), model));
    }

    private <V> void choose(KStream<byte[], V> values, String name, Function<V, Optional<Candidate>> criterion) {
        values.process(new ReviewSelectorSupplier<>(settings, name + "-candidates", criterion), Named.as(name))
                .to(
                        topics.review().name(),
                        Produced.with(Serdes.String(), serdes.serde(topics.review()))
                                .withName(name + "-sink"));
    }
}
