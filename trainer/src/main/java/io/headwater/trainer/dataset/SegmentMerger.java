package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps the number of segments low where samples trickle in, and where compaction leaves little of each: many small ones
 * in a row become one. The order of the entries stays, so the last label still wins. The old files stay in the store: the
 * lineage of older versions names them.
 */
final class SegmentMerger<T extends SpecificRecord> {

    private static final int MANY = 16;
    private static final long SMALL_BYTES = 8L * 1024 * 1024;

    private final SegmentFiles<T> files;

    SegmentMerger(SegmentFiles<T> files) {
        this.files = files;
    }

    List<Segment> merge(List<Segment> segments) throws IOException {
        int small = 0;
        for (int from = segments.size() - 1; from >= 0; from--) {
            small = segments.get(from).size() < SMALL_BYTES ? small + 1 : 0;
            if (small == MANY) {
                return merged(segments, from);
            }
        }
        return segments;
    }

    private List<Segment> merged(List<Segment> segments, int from) throws IOException {
        List<T> entries = new ArrayList<>();
        for (Segment segment : segments.subList(from, from + MANY)) {
            files.read(segment, entries::add);
        }
        List<Segment> merged = new ArrayList<>(segments.subList(0, from));
        merged.add(files.write(entries));
        merged.addAll(segments.subList(from + MANY, segments.size()));
        return merged;
    }
}
