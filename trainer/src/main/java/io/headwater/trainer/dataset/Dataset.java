package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A model's dataset as the trainer works with it: labels and embeddings in memory, images in the segments. Changes are
 * staged as segments and become part of it, here and in the store, with {@link #commit}. For one thread.
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
    private final TreeMap<String, Sample> samples = new TreeMap<>();
    private final Set<String> expired = new HashSet<>();
    private final Set<String> rejected = new HashSet<>();
    private final List<Segment> stagedSegments = new ArrayList<>();
    private final List<SegmentEntry> stagedEntries = new ArrayList<>();
    private Manifest manifest;

    private Dataset(DatasetStore store, Manifest manifest) {
        this.store = store;
        this.manifest = manifest;
    }

    /** Loads the committed dataset, or begins an empty one for the backbone. */
    public static Dataset open(DatasetStore store, String model, String backboneId) throws IOException {
        return of(store, store.load().orElseGet(() -> Manifest.empty(model, backboneId)));
    }

    /** Loads the dataset that the manifest describes, which need not be the committed one: then it is only to be read. */
    public static Dataset of(DatasetStore store, Manifest manifest) throws IOException {
        Dataset dataset = new Dataset(store, manifest);
        for (Segment segment : manifest.segments()) {
            store.read(segment, false, entry -> {
                dataset.apply(entry);
                return true;
            });
        }
        return dataset;
    }

    /** Samples with an embedding, in the order of their event ids. */
    public Collection<Sample> samples() {
        return Collections.unmodifiableCollection(samples.values());
    }

    public boolean contains(String eventId) {
        return samples.containsKey(eventId);
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Events whose image had expired, or had made way for another, before it could be fetched. */
    public int expiredImages() {
        return expired.size();
    }

    /** Events whose image cannot be decoded. */
    public int rejectedImages() {
        return rejected.size();
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
     */
    public void commit(Map<Integer, Long> nextOffsets, long skipped, Fence fence) throws IOException {
        List<Segment> segments = new ArrayList<>(manifest.segments());
        segments.addAll(stagedSegments);
        Map<Integer, Long> offsets = new TreeMap<>(manifest.nextOffsets());
        offsets.putAll(nextOffsets);
        Manifest next = new Manifest(
                Manifest.FORMAT,
                manifest.model(),
                manifest.backboneId(),
                new SegmentMerger(store).merge(segments),
                offsets,
                manifest.skipped() + skipped);
        replace(next, fence);
        stagedEntries.forEach(this::apply);
        stagedSegments.clear();
        stagedEntries.clear();
    }

    /**
     * Replaces every embedding by that of another backbone, from the stored images, and commits.
     *
     * @param embedding gives the entry its new embedding and backbone id; it may turn it into a REJECTED one
     */
    public void reembed(String backboneId, UnaryOperator<List<SegmentEntry>> embedding, Fence fence)
            throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : manifest.segments()) {
            List<SegmentEntry> entries = new ArrayList<>();
            store.read(segment, true, entries::add);
            segments.add(store.write(embedding.apply(entries)));
        }
        replace(
                new Manifest(
                        Manifest.FORMAT,
                        manifest.model(),
                        backboneId,
                        segments,
                        manifest.nextOffsets(),
                        manifest.skipped()),
                fence);
        samples.clear();
        expired.clear();
        rejected.clear();
        for (Segment segment : segments) {
            store.read(segment, false, entry -> {
                apply(entry);
                return true;
            });
        }
    }

    /** Entries with images of the newest samples, at most {@code limit}. */
    public List<SegmentEntry> newestImages(int limit) throws IOException {
        List<SegmentEntry> found = new ArrayList<>();
        for (int i = manifest.segments().size() - 1; i >= 0 && found.size() < limit; i--) {
            store.read(manifest.segments().get(i), true, entry -> {
                if (entry.getKind() == EntryKind.IMAGE) {
                    found.add(entry);
                }
                return found.size() < limit;
            });
        }
        return found;
    }

    /** Entries with images of all samples among the given events, segment by segment. */
    public void images(Set<String> eventIds, ImageVisitor visitor) throws IOException {
        for (Segment segment : manifest.segments()) {
            List<SegmentEntry> entries = new ArrayList<>();
            store.read(segment, true, entry -> {
                if (entry.getKind() == EntryKind.IMAGE && eventIds.contains(entry.getEventId())) {
                    entries.add(entry);
                }
                return true;
            });
            visitor.visit(entries);
        }
    }

    /** Takes entries that hold images. */
    @FunctionalInterface
    public interface ImageVisitor {
        void visit(List<SegmentEntry> entries) throws IOException;
    }

    private void replace(Manifest next, Fence fence) throws IOException {
        ManifestPointer pointer = store.write(next);
        fence.check(next.nextOffsets());
        store.commit(pointer);
        manifest = next;
    }

    private void apply(SegmentEntry entry) {
        String eventId = entry.getEventId();
        switch (entry.getKind()) {
            case IMAGE -> {
                samples.put(
                        eventId,
                        new Sample(
                                eventId,
                                entry.getLabel(),
                                entry.getLabelledAt(),
                                EmbeddingCodec.decode(entry.getEmbedding()),
                                entry.getSamplePartition(),
                                entry.getSampleOffset()));
                expired.remove(eventId);
                rejected.remove(eventId);
            }
            case LABEL ->
                samples.computeIfPresent(
                        eventId,
                        (id, sample) -> sample.relabelled(
                                entry.getLabel(),
                                entry.getLabelledAt(),
                                entry.getSamplePartition(),
                                entry.getSampleOffset()));
            case EXPIRED -> expired.add(eventId);
            case REJECTED -> rejected.add(eventId);
            default -> {
                // An entry of a later version of this program: nothing that this one could use.
            }
        }
    }
}
