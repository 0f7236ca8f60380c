package io.headwater.benchmark.accuracy;

import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.DatasetStore;
import io.headwater.trainer.dataset.EmbeddingCodec;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.training.HeadTrainer;
import io.headwater.trainer.training.TrainedHead;
import io.headwater.trainer.training.TrainingOptions;
import io.headwater.trainer.training.TrainingSet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A dataset of the trainer's to which samples come in stages, with a retraining after each. */
final class ArrivingLabels {

    private final Laboratory laboratory;
    private final Backbone backbone;
    private final TrainingOptions options;
    private final Dataset dataset;
    private final TreeSet<String> labels = new TreeSet<>();
    private long offset;
    private Head head;
    private List<String> headLabels = List.of();

    /** @param name of the dataset, unique in the laboratory */
    ArrivingLabels(Laboratory laboratory, Backbone backbone, TrainingOptions options, String name) throws IOException {
        this.laboratory = laboratory;
        this.backbone = backbone;
        this.options = options;
        this.dataset = Dataset.open(new DatasetStore(laboratory.store(), name), name, backbone.id());
    }

    /**
     * Takes the pictures into the dataset and trains a head.
     *
     * @param replay whether on everything that is in the dataset, or on these pictures only
     */
    void stage(List<Picture> pictures, boolean replay) throws IOException {
        List<SegmentEntry> entries = new ArrayList<>();
        for (Picture picture : pictures) {
            entries.add(entry(picture));
            labels.add(picture.label());
        }
        dataset.stage(entries);
        dataset.commit(Map.of(0, offset), 0, 0, offsets -> {});
        List<String> current = List.copyOf(labels);
        TrainingSet set = replay ? everything(current) : only(pictures, current);
        boolean warm = options.hyperParameters().warmStart() && head != null;
        try (TrainedHead trained = new HeadTrainer(options.hyperParameters())
                .train(set, warm ? head : null, warm ? headLabels : List.of(), (epoch, epochs, loss) -> {})) {
            head = trained.head();
            headLabels = trained.labels();
        }
    }

    private TrainingSet everything(List<String> current) {
        return new TrainingSet(
                dataset.samples().stream().map(Sample::embedding).toList(),
                dataset.samples().stream()
                        .mapToInt(sample -> current.indexOf(sample.label()))
                        .toArray(),
                current);
    }

    private TrainingSet only(List<Picture> pictures, List<String> current) throws IOException {
        return new TrainingSet(
                laboratory.trainingSet(backbone, pictures).embeddings(),
                Laboratory.targets(pictures, current),
                current);
    }

    private SegmentEntry entry(Picture picture) throws IOException {
        return SegmentEntry.newBuilder()
                .setEventId(picture.id())
                .setKind(EntryKind.IMAGE)
                .setLabel(picture.label())
                .setLabelledAt(Instant.EPOCH)
                .setImageTopic("images")
                .setImagePartition(0)
                .setImageOffset(offset)
                .setSamplePartition(0)
                .setSampleOffset(offset++)
                .setBackboneId(backbone.id())
                .setEmbedding(EmbeddingCodec.encode(laboratory.embeddings().of(backbone, picture)))
                .setImage(picture.buffer())
                .build();
    }

    /** The share of the pictures that the last head names. */
    double accuracy(List<Picture> pictures) throws IOException {
        List<float[]> embeddings = laboratory.embeddings().of(backbone, pictures);
        return Laboratory.share(pictures, headLabels, head.probabilities(embeddings));
    }
}
