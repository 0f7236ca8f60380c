package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.Manifest.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes segments anew without the entries that nobody needs any more. Only those that are worth it: where less than a
 * quarter of the room could be won, they stay. The old files stay in the store: the lineage of older versions names them.
 */
final class SegmentCompactor<T extends SpecificRecord> {

    private static final int LEAST_SHARE = 4;

    /**
     * What is left.
     *
     * @param removed large entries that went
     */
    record Compacted(List<Segment> segments, int removed) {}

    private final SegmentFiles<T> files;
    private final Predicate<T> large;

    /** @param large the entries that take the room */
    SegmentCompactor(SegmentFiles<T> files, Predicate<T> large) {
        this.files = files;
        this.large = large;
    }

    /** Whether so many unneeded entries among all those that take room are worth reading the segments. */
    static boolean isDue(int unneeded, int all) {
        return unneeded > 0 && unneeded * 3L >= all;
    }

    /** @param needed whether an entry has to stay */
    Compacted compact(List<Segment> segments, Predicate<T> needed) throws IOException {
        List<Segment> result = new ArrayList<>();
        int removed = 0;
        for (Segment segment : segments) {
            List<T> kept = new ArrayList<>();
            int[] stayAndGo = new int[2];
            files.read(segment, entry -> {
                boolean stays = needed.test(entry);
                if (stays) {
                    kept.add(entry);
                }
                if (large.test(entry)) {
                    stayAndGo[stays ? 0 : 1]++;
                }
                return true;
            });
            int gone = stayAndGo[1];
            if (gone == 0 || gone * LEAST_SHARE < gone + stayAndGo[0]) {
                result.add(segment);
                continue;
            }
            removed += gone;
            if (!kept.isEmpty()) {
                result.add(files.write(kept));
            }
        }
        return new Compacted(result, removed);
    }
}
