package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.dataset.avro.ViewEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What has to be done to a dataset's segments before a commit: the bound is kept, room is won back, small ones merged. */
final class DatasetUpkeep {

    private final SegmentFiles<SegmentEntry> entries;
    private final SegmentFiles<ViewEntry> views;
    private final Reservoir reservoir;

    /** The segments to commit, and how many samples gave way. */
    record Kept(List<Segment> segments, int dropped) {}

    DatasetUpkeep(DatasetStore store, Reservoir reservoir) {
        this.entries = store.entries();
        this.views = store.views();
        this.reservoir = reservoir;
    }

    /** @param contents what the segments come to; samples that give way are taken out of it */
    Kept keep(List<Segment> segments, DatasetContents contents) throws IOException {
        List<Segment> all = new ArrayList<>(segments);
        List<SegmentEntry> dropped = surplus(contents);
        if (!dropped.isEmpty()) {
            dropped.forEach(contents::apply);
            all.add(entries.write(dropped));
        }
        return new Kept(new SegmentMerger<>(entries).merge(compacted(all, contents)), dropped.size());
    }

    private List<SegmentEntry> surplus(DatasetContents contents) {
        if (reservoir.hasRoomFor(contents.samples().size())) {
            return List.of();
        }
        return reservoir.surplus(contents.labels()).stream()
                .sorted()
                .map(eventId -> contents.sample(eventId).dropped())
                .toList();
    }

    private List<Segment> compacted(List<Segment> segments, DatasetContents contents) throws IOException {
        int unneeded = contents.storedImages() - contents.samples().size();
        if (!SegmentCompactor.isDue(unneeded, contents.storedImages())) {
            return segments;
        }
        SegmentCompactor.Compacted compacted = new SegmentCompactor<>(
                        entries, entry -> entry.getKind() == EntryKind.IMAGE)
                .compact(segments, contents::isNeeded);
        contents.removed(compacted.removed());
        return compacted.segments();
    }

    /** @param all every view in the segments */
    List<Segment> keepViews(List<Segment> segments, SampleViews all, DatasetContents contents) throws IOException {
        List<Segment> kept = segments;
        if (SegmentCompactor.isDue(all.unneeded(contents.samples()), all.entries())) {
            kept = new SegmentCompactor<>(views, entry -> true)
                    .compact(segments, contents::isNeeded)
                    .segments();
        }
        return new SegmentMerger<>(views).merge(kept);
    }
}
