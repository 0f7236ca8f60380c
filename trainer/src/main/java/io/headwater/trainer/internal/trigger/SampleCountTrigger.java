package io.headwater.trainer.internal.trigger;

import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.ModelVersion;
import io.headwater.vision.RetrainReason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Asks when enough samples are new since the newest version, promoted or not. Where the request led to no version, it
 * asks again after as many more.
 */
public final class SampleCountTrigger implements Trigger {

    private final String model;
    private final int minNewSamples;
    private Manifest counted;
    private int countedAfter;
    private int newSamples;

    public SampleCountTrigger(String model, int minNewSamples) {
        this.model = model;
        this.minNewSamples = minNewSamples;
    }

    @Override
    public Optional<Due> due(Instant now, Dataset dataset, ModelLog published) {
        Optional<ModelVersion> newest = published.newest();
        int after = newest.map(ModelVersion::getVersion).orElse(0);
        if (counted != dataset.manifest() || countedAfter != after) {
            Map<String, Long> offsets = newest.map(
                            version -> version.getLineage().getSampleOffsets())
                    .orElse(Map.of());
            newSamples = count(dataset, offsets);
            counted = dataset.manifest();
            countedAfter = after;
        }
        int times = newSamples / minNewSamples;
        return times == 0
                ? Optional.empty()
                : Optional.of(new Due("samples-" + model + "-" + after + "-" + times, RetrainReason.SAMPLE_COUNT));
    }

    private static int count(Dataset dataset, Map<String, Long> offsets) {
        int count = 0;
        for (Sample sample : dataset.samples()) {
            long next = offsets.getOrDefault(Integer.toString(sample.samplePartition()), 0L);
            count += sample.sampleOffset() >= next ? 1 : 0;
        }
        return count;
    }
}
