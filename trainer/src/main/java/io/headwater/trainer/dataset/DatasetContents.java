package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.dataset.avro.ViewEntry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the entries of a dataset's segments, taken in their order, come to. */
final class DatasetContents {

    private final TreeMap<String, Sample> samples;
    private final Set<String> expired;
    private final Set<String> rejected;
    private int storedImages;

    DatasetContents() {
        samples = new TreeMap<>();
        expired = new HashSet<>();
        rejected = new HashSet<>();
    }

    private DatasetContents(DatasetContents other) {
        samples = new TreeMap<>(other.samples);
        expired = new HashSet<>(other.expired);
        rejected = new HashSet<>(other.rejected);
        storedImages = other.storedImages;
    }

    DatasetContents copy() {
        return new DatasetContents(this);
    }

    /** Always true, as a visitor that wants to see more. */
    boolean apply(SegmentEntry entry) {
        String eventId = entry.getEventId();
        switch (entry.getKind()) {
            case IMAGE -> {
                samples.put(eventId, Sample.of(entry));
                storedImages++;
                expired.remove(eventId);
                rejected.remove(eventId);
            }
            case LABEL -> samples.computeIfPresent(eventId, (id, sample) -> sample.relabelled(entry));
            case DROPPED -> samples.remove(eventId);
            case EXPIRED -> expired.add(eventId);
            case REJECTED -> rejected.add(eventId);
            default -> {
                // An entry of a later version of this program: nothing that this one could use.
            }
        }
        return true;
    }

    /** In the order of their event ids. */
    Collection<Sample> samples() {
        return Collections.unmodifiableCollection(samples.values());
    }

    /** The event's sample, or null. */
    Sample sample(String eventId) {
        return samples.get(eventId);
    }

    /** Label by event id. */
    Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        samples.values().forEach(sample -> labels.put(sample.eventId(), sample.label()));
        return labels;
    }

    int expired() {
        return expired.size();
    }

    int rejected() {
        return rejected.size();
    }

    /** Whether the entry holds the image of one of the samples, not one that has been replaced or dropped. */
    boolean isCurrentImage(SegmentEntry entry) {
        Sample sample = samples.get(entry.getEventId());
        return entry.getKind() == EntryKind.IMAGE
                && sample != null
                && sample.image().equals(ImagePlace.of(entry));
    }

    /** Whether the samples would be others without the entry, so that it has to stay. */
    boolean isNeeded(SegmentEntry entry) {
        return switch (entry.getKind()) {
            case IMAGE -> isCurrentImage(entry);
            case LABEL -> samples.containsKey(entry.getEventId());
            // An image of the event may still be in an earlier segment.
            case DROPPED -> !samples.containsKey(entry.getEventId());
            default -> true;
        };
    }

    /** Whether the entry holds views of one of the samples' images. */
    boolean isNeeded(ViewEntry entry) {
        Sample sample = samples.get(entry.getEventId());
        return sample != null && sample.image().equals(ImagePlace.of(entry));
    }

    /** Images in the segments, with those of no sample any more. */
    int storedImages() {
        return storedImages;
    }

    /** Images have been taken out of the segments. */
    void removed(int images) {
        storedImages -= images;
    }
}
