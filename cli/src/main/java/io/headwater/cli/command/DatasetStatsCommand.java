package io.headwater.cli.command;

import io.headwater.cli.client.Artifacts;
import io.headwater.cli.dataset.StoredDataset;
import io.headwater.model.ArtifactStore;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Manifest;
import io.headwater.trainer.dataset.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the dataset holds. */
@Command(
        name = "stats",
        description = {
            "Shows what the dataset holds: samples by label, how many are held out, what could not be used.",
            "",
            "Expired: the image was gone before the trainer could fetch it. Rejected: it cannot be decoded. Dropped: how"
                    + " often a sample had to give way to others, where dataset.max.samples bounds the dataset.",
            "",
            "Example: headwater dataset stats",
            ""
        })
final class DatasetStatsCommand extends ClientCommand {

    @Mixin
    private DatasetOptions dataset = new DatasetOptions();

    @Override
    void execute(Output output) {
        try (ArtifactStore store = Artifacts.open(config())) {
            StoredDataset stored = dataset.read(store, client.settings(System.getenv()));
            // Training samples and held-out ones.
            Map<String, int[]> labels = new TreeMap<>();
            for (Sample sample : stored.dataset().samples()) {
                labels.computeIfAbsent(sample.label(), label -> new int[2])[stored.isHeldOut(sample) ? 1 : 0]++;
            }
            output.json(json(stored, labels));
            show(stored, labels, output);
        }
    }

    private static void show(StoredDataset stored, Map<String, int[]> labels, Output output) {
        Dataset dataset = stored.dataset();
        Manifest manifest = dataset.manifest();
        output.text("Dataset of model " + manifest.model() + ", embedded by " + manifest.backboneId());
        output.text(String.format(
                Locale.ROOT,
                "  samples   %d, %d of them held out; %d dropped",
                dataset.samples().size(),
                heldOut(labels),
                manifest.dropped()));
        output.text("  unusable  " + dataset.expiredImages() + " expired and " + dataset.rejectedImages()
                + " rejected images, " + manifest.skipped() + " records that were no samples");
        output.text(String.format(
                Locale.ROOT,
                "  stored    %d segments, %.1f MB; samples read up to %s",
                manifest.segments().size(),
                stored.bytes() / 1e6,
                manifest.nextOffsets()));
        for (Manifest.Views views : manifest.views()) {
            output.text(String.format(
                    Locale.ROOT,
                    "  views     %s: %d segments, %.1f MB",
                    views.augmentation(),
                    views.segments().size(),
                    views.bytes() / 1e6));
        }
        output.text("  LABEL                 TRAINING  HELD OUT");
        labels.forEach((label, counts) ->
                output.text(String.format(Locale.ROOT, "  %-20s  %8d  %8d", label, counts[0], counts[1])));
    }

    private static Map<String, Object> json(StoredDataset stored, Map<String, int[]> labels) {
        Dataset dataset = stored.dataset();
        Manifest manifest = dataset.manifest();
        List<Map<String, Object>> rows = new ArrayList<>();
        labels.forEach((label, counts) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("label", label);
            row.put("training", counts[0]);
            row.put("heldOut", counts[1]);
            rows.add(row);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", manifest.model());
        json.put("backboneId", manifest.backboneId());
        json.put("samples", dataset.samples().size());
        json.put("heldOut", heldOut(labels));
        json.put("expiredImages", dataset.expiredImages());
        json.put("rejectedImages", dataset.rejectedImages());
        json.put("skippedRecords", manifest.skipped());
        json.put("dropped", manifest.dropped());
        json.put("segments", manifest.segments().size());
        json.put("bytes", stored.bytes());
        json.put(
                "viewBytes",
                manifest.views().stream().mapToLong(Manifest.Views::bytes).sum());
        json.put("nextOffsets", manifest.nextOffsets());
        json.put("labels", rows);
        return json;
    }

    private static int heldOut(Map<String, int[]> labels) {
        return labels.values().stream().mapToInt(counts -> counts[1]).sum();
    }
}
