package io.headwater.trainer.dataset;

import io.headwater.trainer.dataset.avro.ViewEntry;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Embeddings of augmented views of samples' images, all made in the same way. */
public final class SampleViews {

    /** Views of an image, from so many entries. */
    private record Held(ImagePlace image, float[][] views, int entries) {}

    private final Map<String, Held> byEvent = new HashMap<>();
    private int entries;

    /** Adds the entry's views to those of its image; of another image of the event, they take the place. */
    void add(ViewEntry entry) {
        entries++;
        ImagePlace image = ImagePlace.of(entry);
        Held held = byEvent.get(entry.getEventId());
        boolean same = held != null && held.image().equals(image);
        float[][] before = same ? held.views() : new float[0][];
        if (entry.getFirst() > before.length) {
            return;
        }
        float[] values = EmbeddingCodec.decode(entry.getEmbeddings());
        int d = values.length / entry.getViews();
        float[][] views = Arrays.copyOf(before, Math.max(before.length, entry.getFirst() + entry.getViews()));
        for (int i = 0; i < entry.getViews(); i++) {
            views[entry.getFirst() + i] = Arrays.copyOfRange(values, i * d, (i + 1) * d);
        }
        byEvent.put(entry.getEventId(), new Held(image, views, same ? held.entries() + 1 : 1));
    }

    /** How many of the first views of the sample's image there are. */
    public int count(Sample sample) {
        Held held = held(sample);
        return held == null ? 0 : held.views().length;
    }

    private Held held(Sample sample) {
        Held held = byEvent.get(sample.eventId());
        return held != null && held.image().equals(sample.image()) ? held : null;
    }

    /**
     * Of each sample the first {@code k} views {@code [samples][k][d]}.
     *
     * @throws IllegalStateException a sample has fewer
     */
    public List<float[][]> of(List<Sample> samples, int k) {
        return samples.stream().map(sample -> of(sample, k)).toList();
    }

    private float[][] of(Sample sample, int k) {
        int there = count(sample);
        if (there < k) {
            throw new IllegalStateException(
                    "Of the image of event " + sample.eventId() + " there are " + there + " of " + k + " views");
        }
        return Arrays.copyOf(held(sample).views(), k);
    }

    /** Entries that were added. */
    int entries() {
        return entries;
    }

    /** Entries that are of no use to the samples. */
    int unneeded(Collection<Sample> samples) {
        int needed = 0;
        for (Sample sample : samples) {
            Held held = held(sample);
            needed += held == null ? 0 : held.entries();
        }
        return entries - needed;
    }
}
