package io.headwater.streams.internal.review;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.join.JoinedLabel;
import io.headwater.vision.Classification;
import io.headwater.vision.ReviewItem;
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
    public void addUncertain(KStream<byte[], Classification> classifications) {
        KStream<String, ReviewItem> chosen = classifications
                .filter((key, value) -> isUncertain(value), Named.as("uncertain"))
                .mapValues(ReviewItems::uncertain, Named.as("uncertain-item"))
                .process(
                        new ReviewSelectorSupplier<byte[]>(settings, "uncertain-candidates"),
                        Named.as("uncertain-best"));
        send(chosen, "uncertain");
    }

    /** Adds the choice among labels. */
    public void addDisagreements(KStream<byte[], JoinedLabel> labels, String model) {
        KStream<String, ReviewItem> chosen = labels.filter(
                        (key, value) -> isDisagreement(value), Named.as("disagreements"))
                .mapValues(value -> ReviewItems.disagreement(value, model), Named.as("disagreements-item"))
                .process(
                        new ReviewSelectorSupplier<byte[]>(settings, "disagreements-candidates"),
                        Named.as("disagreements-best"));
        send(chosen, "disagreements");
    }

    private boolean isUncertain(Classification classification) {
        return settings.perRound() > 0 && ReviewItems.isUncertain(classification, settings.maxMargin());
    }

    private boolean isDisagreement(JoinedLabel label) {
        return settings.perRound() > 0 && ReviewItems.isDisagreement(label, settings.minConfidence());
    }

    private void send(KStream<String, ReviewItem> items, String name) {
        items.to(
                topics.review().name(),
                Produced.with(Serdes.String(), serdes.serde(topics.review())).withName(name + "-sink"));
    }
}
