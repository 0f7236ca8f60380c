package io.headwater.streams.internal.join;

import io.headwater.streams.internal.Outcome;
import io.headwater.vision.Feedback;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Makes the join of each task, with its stores.
 *
 * @param retention how long both sides wait for each other
 * @param imagesTopic topic that samples refer to
 * @param feedbackTopic topic that labels came from
 * @param feedbackSerializer writes labels that found no prediction back into feedback records
 */
public record FeedbackJoinSupplier(
        Duration retention, String imagesTopic, String feedbackTopic, Serializer<Feedback> feedbackSerializer)
        implements ProcessorSupplier<String, JoinInput, byte[], Outcome<JoinedLabel>> {

    static final String PREDICTIONS = "predictions";
    static final String LABELS = "labels-by-event";

    @Override
    public Processor<String, JoinInput, byte[], Outcome<JoinedLabel>> get() {
        return new FeedbackJoin(this);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                PredictionStore.builder(PREDICTIONS, retention),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(LABELS), Serdes.String(), CompactFormat.agedLabel()));
    }
}
