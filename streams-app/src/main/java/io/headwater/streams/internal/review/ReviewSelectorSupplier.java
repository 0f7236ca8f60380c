package io.headwater.streams.internal.review;

import io.headwater.streams.internal.AvroFormat;
import io.headwater.vision.ReviewItem;
import java.util.Set;
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
 */
record ReviewSelectorSupplier<K>(ReviewSettings settings, String store)
        implements ProcessorSupplier<K, ReviewItem, String, ReviewItem> {

    @Override
    public Processor<K, ReviewItem, String, ReviewItem> get() {
        return new ReviewSelector<>(settings, store);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(store),
                Serdes.Integer(),
                AvroFormat.serde(ReviewItem.getEncoder(), ReviewItem.getDecoder())));
    }
}
