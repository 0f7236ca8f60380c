package io.headwater.streams.internal.join;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.AbstractStoreBuilder;

/**
 * Predictions by event id: a row for each on disk, a record for each batch in the changelog. What is deleted stays in the
 * changelog until that expires, and is deleted again where it was restored.
 */
public final class PredictionStore implements StateStore {

    private static final Serde<Aged<PredictionBatch>> BATCHES = CompactFormat.agedPredictions();

    private final KeyValueStore<String, Aged<Prediction>> rows;
    private InternalProcessorContext<?, ?> context;

    private PredictionStore(String name) {
        rows = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), CompactFormat.agedPrediction())
                .withLoggingDisabled()
                .build();
    }

    /** Builds the store; {@code retention} is how long predictions are needed, by the clock. */
    static StoreBuilder<PredictionStore> builder(String name, Duration retention) {
        StoreBuilder<PredictionStore> builder =
                new AbstractStoreBuilder<String, Prediction, PredictionStore>(name, null, null, Time.SYSTEM) {
                    @Override
                    public PredictionStore build() {
                        return new PredictionStore(name());
                    }
                };
        // Twice, because predictions stay while a backlog of that age is being worked off.
        return builder.withLoggingEnabled(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(retention.multipliedBy(2).toMillis())));
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        this.context = (InternalProcessorContext<?, ?>) context;
        rows.init((StateStoreContext) RestoringContext.of(this.context, this::restore), root);
    }

    /** Rows by event id. They may be deleted there; they are put here. */
    KeyValueStore<String, Aged<Prediction>> rows() {
        return rows;
    }

    /** Adds the predictions of a batch, in its order. */
    void put(Aged<PredictionBatch> batch) {
        long offset = context.recordContext().offset();
        Bytes key = Bytes.wrap(Serdes.Long().serializer().serialize(null, offset));
        byte[] value = BATCHES.serializer().serialize(name(), batch);
        // Not at the images' time, which may lie longer back than the changelog is kept.
        context.logChange(name(), key, value, batch.wallMillis(), new RecordHeaders(), Position.emptyPosition());
        putRows(batch);
    }

    private void restore(Collection<KeyValue<byte[], byte[]>> batches) {
        batches.forEach(batch -> putRows(BATCHES.deserializer().deserialize(name(), batch.value)));
    }

    private void putRows(Aged<PredictionBatch> batch) {
        List<KeyValue<String, Aged<Prediction>>> entries =
                new ArrayList<>(batch.value().entries().size());
        for (PredictionBatch.Entry entry : batch.value().entries()) {
            entries.add(KeyValue.pair(entry.eventId(), batch.with(entry.prediction())));
        }
        rows.putAll(entries);
    }

    /** Number of rows, about. */
    public long size() {
        return rows.approximateNumEntries();
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public boolean persistent() {
        return rows.persistent();
    }

    @Override
    public boolean managesOffsets() {
        return rows.managesOffsets();
    }

    @Override
    public Long committedOffset(TopicPartition changelog) {
        return rows.committedOffset(changelog);
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        rows.commit(offsets);
    }

    @Override
    public boolean isOpen() {
        return rows.isOpen();
    }

    @Override
    public void close() {
        rows.close();
    }
}
