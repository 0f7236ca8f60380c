package io.headwater.trainer.internal.ingest;

import io.headwater.model.Augmentation;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageView;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.EmbeddingCodec;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.SampleViews;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.dataset.avro.ViewEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Gives samples the embeddings of augmented views: those that are in the dataset, the others made and put there. */
public final class ViewEmbedder {

    /** Samples whose views are committed together: what a crash costs at most. */
    private static final int COMMIT_SAMPLES = 500;

    /** Follows the work. */
    @FunctionalInterface
    public interface Progress {
        /** @param all samples that lacked views when it began */
        void embedded(int done, int all);
    }

    private final Dataset dataset;
    private final Embedder embedder;
    private final Dataset.Fence fence;

    /** @param embedder of the dataset's backbone */
    public ViewEmbedder(Dataset dataset, Embedder embedder, Dataset.Fence fence) {
        this.dataset = dataset;
        this.embedder = embedder;
        this.fence = fence;
    }

    /** Embeddings of the first {@code k} views of each sample {@code [samples][k][d]}. */
    public List<float[][]> views(List<Sample> samples, Augmentation augmentation, int k, Progress progress)
            throws IOException {
        SampleViews views = dataset.views(augmentation.text());
        Map<String, Sample> lacking = new HashMap<>();
        for (Sample sample : samples) {
            if (views.count(sample) < k) {
                lacking.put(sample.eventId(), sample);
            }
        }
        if (!lacking.isEmpty()) {
            embed(lacking, views, augmentation, k, progress);
        }
        return views.of(samples, k);
    }

    private void embed(
            Map<String, Sample> lacking, SampleViews views, Augmentation augmentation, int k, Progress progress)
            throws IOException {
        int all = lacking.size();
        List<ViewEntry> made = new ArrayList<>();
        dataset.images().visit(Set.copyOf(lacking.keySet()), entries -> {
            for (SegmentEntry entry : entries) {
                Sample sample = lacking.remove(entry.getEventId());
                if (sample == null) {
                    continue;
                }
                made.add(entry(entry, sample, views.count(sample), augmentation, k));
                if (made.size() == COMMIT_SAMPLES) {
                    dataset.addViews(augmentation.text(), views, made, fence);
                    made.clear();
                    progress.embedded(all - lacking.size(), all);
                }
            }
        });
        if (!made.isEmpty()) {
            dataset.addViews(augmentation.text(), views, made, fence);
            progress.embedded(all - lacking.size(), all);
        }
    }

    private ViewEntry entry(SegmentEntry entry, Sample sample, int first, Augmentation augmentation, int k) {
        List<ImageView> missing = IntStream.range(first, k)
                .mapToObj(index -> augmentation.view(entry.getEventId(), index))
                .toList();
        return ViewEntry.newBuilder()
                .setEventId(entry.getEventId())
                .setImageTopic(entry.getImageTopic())
                .setImagePartition(entry.getImagePartition())
                .setImageOffset(entry.getImageOffset())
                .setAugmentation(augmentation.text())
                .setBackboneId(embedder.backbone().id())
                .setFirst(first)
                .setViews(missing.size())
                .setEmbeddings(joined(embeddings(entry, sample, missing)))
                .build();
    }

    private float[][] embeddings(SegmentEntry entry, Sample sample, List<ImageView> views) {
        try {
            return embedder.embedViews(entry.getImage(), views);
        } catch (ImageRejectedException e) {
            // It could be decoded once, when it came into the dataset; now it stands for its views itself.
            float[][] same = new float[views.size()][];
            Arrays.fill(same, sample.embedding());
            return same;
        }
    }

    private static ByteBuffer joined(float[][] embeddings) {
        int bytes = embeddings.length * embeddings[0].length * Float.BYTES;
        ByteBuffer joined = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] embedding : embeddings) {
            joined.put(EmbeddingCodec.encode(embedding));
        }
        return joined.flip();
    }
}
