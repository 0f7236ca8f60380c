package io.headwater.streams.internal.quality;

import io.headwater.streams.internal.DrainStore;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the counter of each task, with the store that drains it. */
public record QualityCounterSupplier(QualitySettings settings)
        implements ProcessorSupplier<String, List<Observation>, String, QualityPart> {

    static final String STORE = "quality-counts";

    @Override
    public Processor<String, List<Observation>, String, QualityPart> get() {
        return new QualityCounter(settings);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(DrainStore.builder(STORE));
    }
}
