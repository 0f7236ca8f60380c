package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.util.List;

/**
 * Compares what will be served with what was trained: ONNX Runtime on the packaged file, from decoded images, against
 * PyTorch on the cached embeddings of the same images, or on their activations at the cut where a tail was trained.
 */
final class ParityCheck {

    /** Largest difference of two probabilities that passes. */
    static final double TOLERANCE = 1e-4;

    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final SessionOptions options;

    ParityCheck(ArtifactStore store, ImageDecoder decoder, SessionOptions options) {
        this.store = store;
        this.decoder = decoder;
        this.options = options;
    }

    /** The largest difference between two probabilities, over all entries and labels. */
    double largestDifference(List<Artifact> artifacts, Candidate trained, List<SegmentEntry> entries)
            throws IOException {
        // PyTorch on this thread, one after the other; ONNX Runtime on several.
        List<float[]> expected = entries.stream().map(trained::probabilities).toList();
        try (InferenceSession session = InferenceSession.open(store.fetchModel(artifacts), options.withMaxBatch(1))) {
            if (!session.labels().equals(trained.labels())) {
                throw new IllegalStateException(
                        "The packaged version has the labels " + session.labels() + ", not " + trained.labels());
            }
            List<float[]> served = entries.parallelStream()
                    .map(entry -> classify(session, entry))
                    .toList();
            return largestDifference(expected, served);
        }
    }

    private float[] classify(InferenceSession session, SegmentEntry entry) {
        Batch batch = session.newBatch();
        decoder.decode(entry.getImage(), session.inputSize(), session.resize(), batch.slot(0));
        return session.classify(batch, 1).probabilities(0);
    }

    private static double largestDifference(List<float[]> expected, List<float[]> served) {
        double largest = 0;
        for (int entry = 0; entry < expected.size(); entry++) {
            for (int i = 0; i < expected.get(entry).length; i++) {
                double difference = Math.abs(expected.get(entry)[i] - served.get(entry)[i]);
                // Not Math.max alone: it would carry a NaN, but a comparison with the tolerance would pass it.
                largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
            }
        }
        return largest;
    }
}
