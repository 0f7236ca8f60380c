package io.headwater.trainer.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headwater.model.ImageDecoder;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a dataset consists of at one moment: its segments, and where in the samples topic it goes on from. Both change in
 * one step, so that a crash neither loses nor repeats a sample.
 *
 * @param format version of this format
 * @param model name of the model
 * @param backboneId backbone of the embeddings
 * @param pixels {@link ImageDecoder#PIXELS} of the images that were embedded; 0 where it was not kept
 * @param segments in order: later entries replace the labels of earlier ones
 * @param nextOffsets next offset to read of the samples topic, by partition
 * @param skipped records of the samples topic that were no samples: tombstones and undecodable ones
 * @param dropped times that a sample had to give way to others
 * @param views embeddings of augmented views, by the way they were made, the one used last at the end
 */
public record Manifest(
        int format,
        String model,
        String backboneId,
        int pixels,
        List<Segment> segments,
        Map<Integer, Long> nextOffsets,
        long skipped,
        long dropped,
        List<Views> views) {

    static final int FORMAT = 3;

    /** Without {@code dropped} and {@code views}; the second one has these, and not {@code pixels}. */
    private static final int FIRST_FORMAT = 1;

    private static final int UNKNOWN_PIXELS = 0;

    /** Ways of augmentation whose views are kept: going back to an earlier one costs nothing. */
    private static final int KEPT_VIEWS = 4;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** A file of samples in the artifact store. */
    public record Segment(String uri, String sha256, long size, int entries) {

        static final String ROLE = "dataset-segment";
        static final String EXTENSION = "avro";

        /** What a store needs to find it; size and number of entries are not known. */
        private static Segment named(String sha256) {
            return new Segment(sha256 + "." + EXTENSION, sha256, 0, 0);
        }

        Artifact artifact() {
            return new Artifact(ROLE, uri, sha256, size);
        }
    }

    /**
     * Embeddings of views that were made in one way.
     *
     * @param augmentation the way, as text
     * @param segments in order
     */
    public record Views(String augmentation, List<Segment> segments) {

        public Views {
            segments = List.copyOf(segments);
        }

        /** Size of the segments in the store. */
        public long bytes() {
            return segments.stream().mapToLong(Segment::size).sum();
        }
    }

    public Manifest {
        segments = List.copyOf(segments);
        nextOffsets = new TreeMap<>(nextOffsets);
        views = views == null ? List.of() : List.copyOf(views);
    }

    static Manifest empty(String model, String backboneId) {
        return new Manifest(FORMAT, model, backboneId, ImageDecoder.PIXELS, List.of(), Map.of(), 0, 0, List.of());
    }

    /** With other segments, further offsets, and more that was skipped and dropped. */
    Manifest advanced(List<Segment> newSegments, Map<Integer, Long> newOffsets, long moreSkipped, long moreDropped) {
        Map<Integer, Long> offsets = new TreeMap<>(nextOffsets);
        offsets.putAll(newOffsets);
        return new Manifest(
                FORMAT,
                model,
                backboneId,
                pixels,
                newSegments,
                offsets,
                skipped + moreSkipped,
                dropped + moreDropped,
                views);
    }

    /** Whether the embeddings are those of this backbone and of the pixels that images are decoded to now. */
    public boolean isEmbeddedBy(String wantedBackboneId) {
        return backboneId.equals(wantedBackboneId) && pixels == ImageDecoder.PIXELS;
    }

    /** With everything embedded anew: so are the views to be made. */
    Manifest reembedded(String newBackboneId, List<Segment> newSegments) {
        return new Manifest(
                FORMAT,
                model,
                newBackboneId,
                ImageDecoder.PIXELS,
                newSegments,
                nextOffsets,
                skipped,
                dropped,
                List.of());
    }

    /** With these views in the place of those made in the same way. */
    Manifest with(Views newViews) {
        List<Views> all = new ArrayList<>(views);
        all.removeIf(each -> each.augmentation().equals(newViews.augmentation()));
        all.add(newViews);
        List<Views> newest = all.subList(Math.max(0, all.size() - KEPT_VIEWS), all.size());
        return new Manifest(FORMAT, model, backboneId, pixels, segments, nextOffsets, skipped, dropped, newest);
    }

    /** Segments of the views that were made in this way. */
    public List<Segment> views(String augmentation) {
        return views.stream()
                .filter(each -> each.augmentation().equals(augmentation))
                .findFirst()
                .map(Views::segments)
                .orElse(List.of());
    }

    /** A dataset of an earlier time, from the hashes of its segments as a version's lineage has them. */
    public static Manifest of(String model, String backboneId, List<String> segments) {
        return new Manifest(FORMAT, model, backboneId, UNKNOWN_PIXELS, named(segments), Map.of(), 0, 0, List.of());
    }

    /** With views, from the hashes of their segments. */
    public Manifest withViews(String augmentation, List<String> viewSegments) {
        return with(new Views(augmentation, named(viewSegments)));
    }

    private static List<Segment> named(List<String> segments) {
        return segments.stream().map(Segment::named).toList();
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    static Manifest fromJson(byte[] json) throws IOException {
        Manifest manifest = JSON.readValue(json, Manifest.class);
        if (manifest.format() < FIRST_FORMAT || manifest.format() > FORMAT) {
            throw new IOException("The dataset has format " + manifest.format() + "; this program knows " + FORMAT);
        }
        return manifest;
    }
}
