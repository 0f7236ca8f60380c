package io.headwater.streams.internal.quality;

import io.headwater.streams.internal.AvroFormat;
import io.headwater.vision.QualityWindow;
import io.headwater.vision.ReviewItem;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes the processor that adds the parts up, with its stores: a row for each version, and few examples. */
public record QualityMergerSupplier(QualitySettings settings)
        implements ProcessorSupplier<String, QualityPart, String, SpecificRecord> {

    static final String WINDOWS = "quality-windows";
    static final String REFERENCES = "quality-references";
    static final String EXAMPLES = "quality-examples";

    @Override
    public Processor<String, QualityPart, String, SpecificRecord> get() {
        return new QualityMerger(settings);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        Serde<QualityWindow> windows = AvroFormat.serde(QualityWindow.getEncoder(), QualityWindow.getDecoder());
        Serde<ReviewItem> examples = AvroFormat.serde(ReviewItem.getEncoder(), ReviewItem.getDecoder());
        return Set.of(store(WINDOWS, windows), store(REFERENCES, windows), store(EXAMPLES, examples));
    }

    private static <T> StoreBuilder<?> store(String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }
}
