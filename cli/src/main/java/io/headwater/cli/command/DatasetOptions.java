package io.headwater.cli.command;

import io.headwater.cli.dataset.StoredDataset;
import io.headwater.model.ArtifactStore;
import io.headwater.trainer.TrainerConfig;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command reads the trainer's dataset. */
final class DatasetOptions {

    @Option(
            names = "--holdout",
            paramLabel = "FRACTION",
            description = "The trainer's dataset.holdout.fraction, where it is not in the settings (default: 0.2).")
    private Double holdout;

    StoredDataset read(ArtifactStore store, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        if (holdout != null) {
            all.put(TrainerConfig.HOLDOUT_FRACTION, holdout.toString());
        }
        TrainerConfig config = new TrainerConfig(all);
        return StoredDataset.read(store, config.modelName(), config.holdout());
    }
}
