package io.headwater.streams.internal.review;

import io.headwater.streams.internal.AvroFormat;
import io.headwater.vision.ReviewItem;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Makes the selector of each task, with its store of a few rows.
 *
 * @param settings what is put up for review
 * @param store name of the store
 * @param criterion makes a candidate of a value, where it is one
 */
record ReviewSelectorSupplier<K, V>(ReviewSettings settings, String store, Function<V, Optional<Candidate>> criterion)
        implements ProcessorSupplier<K, V, String, ReviewItem> {

    @Override
    public Processor<K, V, String, ReviewItem> get() {
        return new ReviewSelector<>(settings, store, criterion);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(store),
                Serdes.Integer(),
                AvroFormat.serde(ReviewItem.getEncoder(), ReviewItem.getDecoder())));
    }
}
