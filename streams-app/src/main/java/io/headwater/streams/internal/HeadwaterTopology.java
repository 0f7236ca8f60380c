package io.headwater.streams.internal;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.classification.ClassifySupplier;
import io.headwater.streams.internal.quality.QualitySettings;
import io.headwater.streams.internal.quality.QualityTopology;
import io.headwater.streams.internal.review.ReviewSettings;
import io.headwater.streams.internal.review.ReviewTopology;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** All that the classifier does between topics: a pure function of its arguments. */
public final class HeadwaterTopology {

    /**
     * What the topology works with.
     *
     * @param classify how images are classified
     * @param joinRetention how long predictions and labels wait for each other
     * @param registryPatience how long a registry that is away is waited for before a task starts again
     * @param maxDeadLetterBytes largest record that the dead letters topic takes
     * @param deadLetterListener sees every dead letter
     * @param quality how quality is measured
     * @param review what is put up for review
     */
    public record Collaborators(
            ClassifySupplier classify,
            Duration joinRetention,
            Duration registryPatience,
            int maxDeadLetterBytes,
            Consumer<DeadLetter> deadLetterListener,
            QualitySettings quality,
            ReviewSettings review) {}

    private HeadwaterTopology() {}

    public static Topology build(Topics topics, AvroSerdes serdes, Collaborators collaborators) {
        StreamsBuilder builder = new StreamsBuilder();
        OutcomeRouter router = new OutcomeRouter(
                topics.deadLetters().name(), collaborators.maxDeadLetterBytes(), collaborators.deadLetterListener());
        var classifications = ClassificationTopology.add(builder, topics, collaborators.classify(), router);
        FeedbackTopology.Joined joined = new FeedbackTopology(builder, topics, serdes, router)
                .add(classifications, collaborators.joinRetention(), collaborators.registryPatience());
        new QualityTopology(topics, serdes, collaborators.quality()).add(joined.predictions(), joined.labels());
        ReviewTopology review = new ReviewTopology(topics, serdes, collaborators.review());
        review.addUncertain(classifications);
        review.addDisagreements(joined.labels(), collaborators.quality().model());
        return builder.build();
    }
}
