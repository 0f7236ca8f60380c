package io.headwater.trainer.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which samples stay when there are more than the dataset may hold. Labels share the room evenly: rare ones keep all
 * their samples, frequent ones give way. Within a label those with the lowest hash of the event id stay, so the choice
 * is random with respect to the images and, as long as no label changes, does not depend on the order of arrival: the
 * bottom-k sample of E. Cohen, H. Kaplan, "Summarizing Data using Bottom-k Sketches" (2007), one per label.
 *
 * <p>Hold-out and training samples have room of their own in the ratio of the split, so that none of one makes way for
 * one of the other.
 *
 * @param maxSamples most samples; 0 for no bound
 * @param holdout which samples are held out
 */
public record Reservoir(int maxSamples, HoldoutSplit holdout) {

    /** Keeps everything. */
    public static final Reservoir UNBOUNDED = new Reservoir(0, new HoldoutSplit(0));

    public Reservoir {
        if (maxSamples < 0) {
            throw new IllegalArgumentException("The most samples must be 0 or more, are " + maxSamples);
        }
    }

    private record Ranked(String eventId, long rank) {}

    private static final Comparator<Ranked> BY_RANK =
            Comparator.comparingLong(Ranked::rank).thenComparing(Ranked::eventId);

    /** Whether none of so many samples has to give way, however they are split. */
    public boolean hasRoomFor(int samples) {
        return maxSamples == 0 || samples <= Math.min(heldOutRoom(), maxSamples - heldOutRoom());
    }

    private int heldOutRoom() {
        return (int) Math.round(maxSamples * holdout.fraction());
    }

    /**
     * The events that have to give way.
     *
     * @param labels label by event id, of all samples
     */
    public Set<String> surplus(Map<String, String> labels) {
        if (hasRoomFor(labels.size())) {
            return Set.of();
        }
        Map<String, List<Ranked>> training = new TreeMap<>();
        Map<String, List<Ranked>> heldOut = new TreeMap<>();
        labels.forEach((eventId, label) -> {
            EventHash hash = EventHash.of(eventId);
            (holdout.isHeldOut(hash) ? heldOut : training)
                    .computeIfAbsent(label, key -> new ArrayList<>())
                    .add(new Ranked(eventId, hash.rank()));
        });
        Set<String> surplus = new HashSet<>();
        addSurplus(training, maxSamples - heldOutRoom(), surplus);
        addSurplus(heldOut, heldOutRoom(), surplus);
        return surplus;
    }

    private static void addSurplus(Map<String, List<Ranked>> byLabel, int room, Set<String> surplus) {
        int share = evenShare(byLabel, room);
        int left = room;
        List<Ranked> next = new ArrayList<>();
        for (List<Ranked> samples : byLabel.values()) {
            samples.sort(BY_RANK);
            left -= Math.min(share, samples.size());
            if (samples.size() > share) {
                next.add(samples.get(share));
                samples.subList(share, samples.size()).forEach(sample -> surplus.add(sample.eventId()));
            }
        }
        // What does not divide evenly: one more each for some of the labels that have more.
        next.sort(BY_RANK);
        next.stream().limit(left).forEach(sample -> surplus.remove(sample.eventId()));
    }

    /** The largest number that every label may have; labels with fewer samples leave their room to the others. */
    private static int evenShare(Map<String, List<Ranked>> byLabel, int room) {
        int[] counts = byLabel.values().stream().mapToInt(List::size).sorted().toArray();
        int left = room;
        for (int i = 0; i < counts.length; i++) {
            int share = left / (counts.length - i);
            if (counts[i] > share) {
                return share;
            }
            left -= counts[i];
        }
        return Integer.MAX_VALUE;
    }
}
