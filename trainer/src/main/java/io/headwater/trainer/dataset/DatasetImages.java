package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the images of a dataset's samples back from its segments. */
public final class DatasetImages {

    /** Takes entries that hold images. */
    @FunctionalInterface
    public interface Visitor {
        void visit(List<SegmentEntry> entries) throws IOException;
    }

    private final DatasetStore store;
    private final List<Segment> segments;
    private final DatasetContents contents;

    DatasetImages(DatasetStore store, List<Segment> segments, DatasetContents contents) {
        this.store = store;
        this.segments = segments;
        this.contents = contents;
    }

    /** Entries with images of the newest samples, at most {@code limit}. */
    public List<SegmentEntry> newest(int limit) throws IOException {
        return newest(limit, eventId -> true);
    }

    /** The same, of those samples only whose event id is accepted. */
    public List<SegmentEntry> newest(int limit, Predicate<String> events) throws IOException {
        List<SegmentEntry> found = new ArrayList<>();
        for (int i = segments.size() - 1; i >= 0 && found.size() < limit; i--) {
            store.read(segments.get(i), true, entry -> {
                if (events.test(entry.getEventId()) && contents.isCurrentImage(entry)) {
                    found.add(entry);
                }
                return found.size() < limit;
            });
        }
        return found;
    }

    /** Entries with images of all samples among the given events, segment by segment. */
    public void visit(Set<String> eventIds, Visitor visitor) throws IOException {
        for (Segment segment : segments) {
            List<SegmentEntry> entries = new ArrayList<>();
            store.read(segment, true, entry -> {
                if (eventIds.contains(entry.getEventId()) && contents.isCurrentImage(entry)) {
                    entries.add(entry);
                }
                return true;
            });
            visitor.visit(entries);
        }
    }
}
