package io.headwater.trainer.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headwater.vision.Artifact;
import java.io.IOException;
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
 * @param segments in order: later entries replace the labels of earlier ones
 * @param nextOffsets next offset to read of the samples topic, by partition
 * @param skipped records of the samples topic that were no samples: tombstones and undecodable ones
 */
public record Manifest(
        int format,
        String model,
        String backboneId,
        List<Segment> segments,
        Map<Integer, Long> nextOffsets,
        long skipped) {

    static final int FORMAT = 1;

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

    public Manifest {
        segments = List.copyOf(segments);
        nextOffsets = new TreeMap<>(nextOffsets);
    }

    static Manifest empty(String model, String backboneId) {
        return new Manifest(FORMAT, model, backboneId, List.of(), Map.of(), 0);
    }

    /** A dataset of an earlier time, from the hashes of its segments as a version's lineage has them. */
    public static Manifest of(String model, String backboneId, List<String> segments) {
        return new Manifest(
                FORMAT, model, backboneId, segments.stream().map(Segment::named).toList(), Map.of(), 0);
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    static Manifest fromJson(byte[] json) throws IOException {
        Manifest manifest = JSON.readValue(json, Manifest.class);
        if (manifest.format() != FORMAT) {
            throw new IOException("The dataset has format " + manifest.format() + "; this program knows " + FORMAT);
        }
        return manifest;
    }
}
