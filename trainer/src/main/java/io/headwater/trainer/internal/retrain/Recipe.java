package io.headwater.trainer.internal.retrain;

import io.headwater.model.Backbone;
import io.headwater.trainer.TrainerConfig;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.HoldoutSplit;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.vision.Lineage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a version is made from.
 *
 * @param parent the champion whose head the training begins with; null where it begins with a new head
 */
record Recipe(TrainingOptions options, Split split, Champion parent) {

    /** @param champion the version that serves; null while there is none */
    static Recipe of(TrainingOptions options, Split split, Backbone backbone, Champion champion) {
        // A tail is always trained from the backbone as it was imported.
        boolean warm = options.hyperParameters().warmStart()
                && !options.isFineTuned()
                && champion != null
                && champion.hasBackbone(backbone.id());
        return new Recipe(options, split, warm ? champion : null);
    }

    /**
     * What is published of it, so that the version can be made again.
     *
     * @param dataset that the split is of
     * @param rule that the split was made by
     */
    Lineage lineage(Dataset dataset, HoldoutSplit rule) {
        Manifest manifest = dataset.manifest();
        return Lineage.newBuilder()
                .setParent(parent == null ? null : parent.version().getVersion())
                .setSegments(hashes(manifest.segments()))
                .setViewSegments(hashes(viewSegments(manifest)))
                .setSampleOffsets(offsets(manifest))
                .setSamplesPerLabel(split.learnedCounts())
                .setExpiredImages(dataset.expiredImages())
                .setHyperParameters(settings(rule))
                .setSeed(options.hyperParameters().seed())
                .build();
    }

    private List<Segment> viewSegments(Manifest manifest) {
        return options.augmentViews() == 0 || options.isFineTuned()
                ? List.of()
                : manifest.views(options.augmentation().text());
    }

    private static List<String> hashes(List<Segment> segments) {
        return segments.stream().map(Segment::sha256).toList();
    }

    private static Map<String, Long> offsets(Manifest manifest) {
        Map<String, Long> offsets = new TreeMap<>();
        manifest.nextOffsets().forEach((partition, offset) -> offsets.put(partition.toString(), offset));
        return offsets;
    }

    private Map<String, String> settings(HoldoutSplit rule) {
        Map<String, String> settings = new HashMap<>(options.asText());
        settings.put(TrainerConfig.HOLDOUT_FRACTION, String.valueOf(rule.fraction()));
        return settings;
    }
}
