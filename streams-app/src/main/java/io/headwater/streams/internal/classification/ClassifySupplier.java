package io.headwater.streams.internal.classification;

import io.headwater.streams.internal.DrainStore;
import io.headwater.streams.internal.EncodedClassification;
import io.headwater.streams.internal.Outcome;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Makes the classifying processor of each task, with the store that drains it.
 *
 * @param classifier shared by all tasks
 * @param maxInFlight records that a task holds back at most
 * @param drainTimeout how long a task waits for outcomes before it gives up and starts again from the last commit
 */
public record ClassifySupplier(Classifier classifier, int maxInFlight, Duration drainTimeout)
        implements ProcessorSupplier<byte[], byte[], byte[], Outcome<EncodedClassification>> {

    static final String STORE = "classify-in-flight";

    @Override
    public Processor<byte[], byte[], byte[], Outcome<EncodedClassification>> get() {
        return new ClassifyProcessor(classifier, maxInFlight, drainTimeout);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(DrainStore.builder(STORE));
    }
}
