package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

    /**
     * What came out.
     *
     * @param images that were compared
     * @param largest difference between two probabilities, over all images and labels
     */
    record Result(int images, double largest) {}

    /** Compares on those of the entries whose images can be decoded; what could be once may have too many pixels now. */
    Result compare(List<Artifact> artifacts, Candidate trained, List<SegmentEntry> entries) throws IOException {
        try (InferenceSession session = InferenceSession.open(store.fetchModel(artifacts), options.withMaxBatch(1))) {
            if (!session.labels().equals(trained.labels())) {
                throw new IllegalStateException(
                        "The packaged version has the labels " + session.labels() + ", not " + trained.labels());
            }
            // ONNX Runtime on several threads; PyTorch on this one, one after the other.
            List<Optional<float[]>> served = entries.parallelStream()
                    .map(entry -> classify(session, entry))
                    .toList();
            double largest = 0;
            int images = 0;
            for (int i = 0; i < served.size(); i++) {
                if (served.get(i).isPresent()) {
                    float[] expected = trained.probabilities(entries.get(i));
                    largest =
                            Math.max(largest, difference(expected, served.get(i).get()));
                    images++;
                }
            }
            return new Result(images, largest);
        }
    }

    private Optional<float[]> classify(InferenceSession session, SegmentEntry entry) {
        Batch batch = session.newBatch();
        try {
            decoder.decode(entry.getImage(), session.resize(), batch, 0);
        } catch (ImageRejectedException e) {
            return Optional.empty();
        }
        return Optional.of(session.classify(batch, 1).probabilities(0));
    }

    /** The largest difference between two probabilities; infinite where one is no number. */
    static double difference(float[] expected, float[] served) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - served[i]);
            // Not Math.max alone: it would carry a NaN, but a comparison with the tolerance would pass it.
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
