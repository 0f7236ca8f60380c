package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the number of segments low where samples trickle in: many small ones at the end become one. The order of the
 * entries stays, so the last label still wins. The old files stay in the store: the lineage of older versions names them.
 */
final class SegmentMerger {

    private static final int MANY = 16;
    private static final long SMALL_BYTES = 8L * 1024 * 1024;

    private final DatasetStore store;

    SegmentMerger(DatasetStore store) {
        this.store = store;
    }

    List<Segment> merge(List<Segment> segments) throws IOException {
        int from = segments.size();
        while (from > 0 && segments.get(from - 1).size() < SMALL_BYTES && segments.size() - from < MANY) {
            from--;
        }
        if (segments.size() - from < MANY) {
            return segments;
        }
        List<SegmentEntry> entries = new ArrayList<>();
        for (Segment segment : segments.subList(from, segments.size())) {
            store.read(segment, true, entries::add);
        }
        List<Segment> merged = new ArrayList<>(segments.subList(0, from));
        merged.add(store.write(entries));
        return merged;
    }
}
