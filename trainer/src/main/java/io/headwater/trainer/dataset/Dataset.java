package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.dataset.avro.ViewEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A model's dataset as the trainer works with it: labels and embeddings in memory, images in the segments. Changes are
 * staged as segments and become part of it, here and in the store, with {@link #commit}. Above the reservoir's bound the
 * commit also says which samples give way. For one thread.
 */
public final class Dataset {

    /** Asked right before a commit; throws when another trainer has taken over. */
    @FunctionalInterface
    public interface Fence {
        void check(Map<Integer, Long> nextOffsets) throws IOException;
    }

    private static final int SCHEMA_IMAGE =
            SegmentEntry.getClassSchema().getField("image").pos();

    private final DatasetStore store;
    private final Reservoir reservoir;
    private final DatasetUpkeep upkeep;
    private final List<Segment> stagedSegments = new ArrayList<>();
    private final List<SegmentEntry> stagedEntries = new ArrayList<>();
    private DatasetContents contents;
    private Manifest manifest;

    private Dataset(DatasetStore store, Manifest manifest, Reservoir reservoir) throws IOException {
        this.store = store;
        this.manifest = manifest;
        this.reservoir = reservoir;
        this.upkeep = new DatasetUpkeep(store, reservoir);
        this.contents = read(manifest.segments());
    }

    /** Loads the committed dataset, or begins an empty one for the backbone; it is not bounded. */
    public static Dataset open(DatasetStore store, String model, String backboneId) throws IOException {
        return open(store, model, backboneId, Reservoir.UNBOUNDED);
    }

    /** Loads the committed dataset, or begins an empty one for the backbone. */
    public static Dataset open(DatasetStore store, String model, String backboneId, Reservoir reservoir)
            throws IOException {
        Manifest manifest = store.load().orElseGet(() -> Manifest.empty(model, backboneId));
        return new Dataset(store, manifest, reservoir);
    }

    /** Loads the dataset that the manifest describes, which need not be the committed one: then it is only to be read. */
    public static Dataset of(DatasetStore store, Manifest manifest) throws IOException {
        return new Dataset(store, manifest, Reservoir.UNBOUNDED);
    }

    private DatasetContents read(List<Segment> segments) throws IOException {
        DatasetContents read = new DatasetContents();
        for (Segment segment : segments) {
            store.read(segment, false, read::apply);
        }
        return read;
    }

    /** Samples with an embedding, in the order of their event ids. */
    public Collection<Sample> samples() {
        return contents.samples();
    }

    /** The event's sample; null when it is not, or not any more, in the dataset. */
    public Sample sample(String eventId) {
        return contents.sample(eventId);
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Events whose image had expired, or had made way for another, before it could be fetched. */
    public int expiredImages() {
        return contents.expired();
    }

    /** Events whose image cannot be decoded. */
    public int rejectedImages() {
        return contents.rejected();
    }

    /**
     * Which of the events would stay in the dataset, so that the images of the others need not be fetched.
     *
     * @param incoming label by event id
     */
    public Set<String> admitted(Map<String, String> incoming) {
        Set<String> admitted = new HashSet<>(incoming.keySet());
        if (reservoir.hasRoomFor(contents.samples().size() + incoming.size())) {
            return admitted;
        }
        Map<String, String> labels = contents.labels();
        labels.putAll(incoming);
        admitted.removeAll(reservoir.surplus(labels));
        return admitted;
    }

    /** Writes the entries to the store, to become part of the dataset with the next {@link #commit}. */
    public void stage(List<SegmentEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        stagedSegments.add(store.write(entries));
        for (SegmentEntry entry : entries) {
            entry.put(SCHEMA_IMAGE, null);
            stagedEntries.add(entry);
        }
    }

    /**
     * Makes all that was staged part of the dataset, together with the offsets to go on from.
     *
     * @param skipped records since the last commit that were no samples
     * @param refused samples since the last commit that were not {@link #admitted}
     */
    public void commit(Map<Integer, Long> nextOffsets, long skipped, long refused, Fence fence) throws IOException {
        DatasetContents next = contents.copy();
        stagedEntries.forEach(next::apply);
        List<Segment> segments = new ArrayList<>(manifest.segments());
        segments.addAll(stagedSegments);
        DatasetUpkeep.Kept kept = upkeep.keep(segments, next);
        replace(manifest.advanced(kept.segments(), nextOffsets, skipped, refused + kept.dropped()), fence);
        contents = next;
        stagedSegments.clear();
        stagedEntries.clear();
    }

    /**
     * Replaces every embedding by that of this backbone, from the stored images, and commits.
     *
     * @param embedding gives the entry its new embedding and backbone id; it may turn it into a REJECTED one
     */
    public void reembed(String backboneId, UnaryOperator<List<SegmentEntry>> embedding, Fence fence)
            throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : manifest.segments()) {
            List<SegmentEntry> entries = new ArrayList<>();
            store.read(segment, true, entry -> {
                if (contents.isNeeded(entry)) {
                    entries.add(entry);
                }
                return true;
            });
            if (!entries.isEmpty()) {
                segments.add(store.write(embedding.apply(entries)));
            }
        }
        replace(manifest.reembedded(backboneId, segments), fence);
        contents = read(segments);
    }

    /** The embeddings of views that were made in this way, as far as there are any. */
    public SampleViews views(String augmentation) throws IOException {
        SampleViews views = new SampleViews();
        for (Segment segment : manifest.views(augmentation)) {
            store.views().read(segment, entry -> {
                views.add(entry);
                return true;
            });
        }
        return views;
    }

    /** Adds embeddings of views that were made in this way, here to {@code views}, and commits. */
    public void addViews(String augmentation, SampleViews views, List<ViewEntry> entries, Fence fence)
            throws IOException {
        List<Segment> segments = new ArrayList<>(manifest.views(augmentation));
        segments.add(store.views().write(entries));
        entries.forEach(views::add);
        List<Segment> kept = upkeep.keepViews(segments, views, contents);
        replace(manifest.with(new Manifest.Views(augmentation, kept)), fence);
    }

    /** The images of its samples, as they are now. */
    public DatasetImages images() {
        return new DatasetImages(store, manifest.segments(), contents);
    }

    private void replace(Manifest next, Fence fence) throws IOException {
        ManifestPointer pointer = store.write(next);
        fence.check(next.nextOffsets());
        store.commit(pointer);
        manifest = next;
    }
}
