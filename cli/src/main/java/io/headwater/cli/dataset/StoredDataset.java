package io.headwater.cli.dataset;

import io.headwater.cli.CliException;
import io.headwater.model.ArtifactIntegrityException;
import io.headwater.model.ArtifactMissingException;
import io.headwater.model.ArtifactStore;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.dataset.Sample;
import java.io.IOException;
import java.util.Optional;

/** The trainer's dataset of a model as it was committed last; only read. */
public final class StoredDataset {

    private final Dataset dataset;
    private final HoldoutSplit split;

    private StoredDataset(Dataset dataset, HoldoutSplit split) {
        this.dataset = dataset;
        this.split = split;
    }

    /** @param split which samples the trainer holds out */
    public static StoredDataset read(ArtifactStore store, String model, HoldoutSplit split) {
        DatasetStore datasets = new DatasetStore(store, model);
        try {
            Optional<Manifest> manifest = datasets.load();
            if (manifest.isEmpty()) {
                throw new CliException("Model " + model + " has no dataset in " + store
                        + " yet: the trainer makes it of labelled images; is artifact.store the trainer's?");
            }
            return new StoredDataset(
                    Dataset.open(datasets, model, manifest.get().backboneId()), split);
        } catch (ArtifactMissingException | ArtifactIntegrityException e) {
            throw new CliException("The dataset of model " + model + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw CliException.because("Cannot read the dataset of model " + model + " from " + store, e);
        }
    }

    public Dataset dataset() {
        return dataset;
    }

    public boolean isHeldOut(Sample sample) {
        return split.isHeldOut(sample.eventId());
    }

    /** Bytes of the segments in the store. */
    public long bytes() {
        return dataset.manifest().segments().stream()
                .mapToLong(Manifest.Segment::size)
                .sum();
    }
}
