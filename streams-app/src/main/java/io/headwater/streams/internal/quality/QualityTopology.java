package io.headwater.streams.internal.quality;

import io.headwater.schemas.AvroSerdes;
import io.headwater.schemas.Topics;
import io.headwater.streams.internal.join.JoinedLabel;
import io.headwater.streams.internal.join.PredictionBatch;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * From predictions and labels to quality windows: each task counts what it joins, and its counts meet those of the
 * others in an internal topic of one partition. Classifying is not touched: counted are the small predictions that go to
 * the join anyway.
 */
public final class QualityTopology {

    private final Topics topics;
    private final AvroSerdes serdes;
    private final QualitySettings settings;

    public QualityTopology(Topics topics, AvroSerdes serdes, QualitySettings settings) {
        this.topics = topics;
        this.serdes = serdes;
        this.settings = settings;
    }

    /** Adds the topology. */
    public void add(KStream<String, PredictionBatch> predictions, KStream<byte[], JoinedLabel> labels) {
        KStream<String, SpecificRecord> merged = observed(predictions)
                .merge(observedLabels(labels), Named.as("quality-observations"))
                .process(new QualityCounterSupplier(settings), Named.as("quality-count"))
                .repartition(Repartitioned.<String, QualityPart>as("quality-parts")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(QualityPart.serde())
                        .withNumberOfPartitions(1))
                .process(new QualityMergerSupplier(settings), Named.as("quality-merge"));
        merged.filter((key, value) -> value instanceof QualityWindow, Named.as("quality-window"))
                .mapValues(value -> (QualityWindow) value, Named.as("quality-window-value"))
                .to(
                        topics.quality().name(),
                        Produced.with(Serdes.String(), serdes.serde(topics.quality()))
                                .withName("quality-sink"));
        merged.filter((key, value) -> value instanceof ReviewItem, Named.as("drift-example"))
                .mapValues(value -> (ReviewItem) value, Named.as("drift-example-value"))
                .to(
                        topics.review().name(),
                        Produced.with(Serdes.String(), serdes.serde(topics.review()))
                                .withName("drift-examples-sink"));
    }

    /** In lists, a batch each: every record that Streams hands on costs about as much as counting does. */
    private static KStream<String, List<Observation>> observed(KStream<String, PredictionBatch> predictions) {
        return predictions.mapValues(QualityTopology::observations, Named.as("quality-predictions"));
    }

    private static List<Observation> observations(PredictionBatch batch) {
        return batch.entries().stream()
                .filter(entry -> entry.prediction().label() != null)
                .map(entry -> Observation.of(entry.eventId(), entry.prediction()))
                .toList();
    }

    private static KStream<String, List<Observation>> observedLabels(KStream<byte[], JoinedLabel> labels) {
        return labels.filter((key, value) -> value.sample().getPredictedLabel() != null, Named.as("quality-labels"))
                .map(
                        (key, value) ->
                                KeyValue.pair(value.sample().getEventId(), List.of(Observation.of(value.sample()))),
                        Named.as("quality-label"));
    }
}
