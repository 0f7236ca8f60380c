package io.headwater.trainer.internal.retrain;

import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.gate.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures a version from the images on, whatever its backbone. */
final class WholeModel {

    private WholeModel() {}

    /** What the version's ONNX file says about the hold-out. */
    static Predictions predict(
            Path onnx, List<Sample> holdout, Dataset dataset, ImageDecoder decoder, SessionOptions options)
            throws IOException {
        Map<String, float[]> probabilities = new HashMap<>();
        Set<String> eventIds = holdout.stream().map(Sample::eventId).collect(Collectors.toSet());
        try (InferenceSession session = InferenceSession.open(onnx, options)) {
            Batch batch = session.newBatch();
            dataset.images().visit(eventIds, entries -> {
                for (SegmentEntry entry : entries) {
                    try {
                        decoder.decode(entry.getImage(), session.resize(), batch, 0);
                        probabilities.put(
                                entry.getEventId(), session.classify(batch, 1).probabilities(0));
                    } catch (ImageRejectedException e) {
                        // It could be decoded once; what cannot be any more counts as an error.
                        probabilities.remove(entry.getEventId());
                    }
                }
            });
            List<float[]> inOrder = holdout.stream()
                    .map(sample -> probabilities.get(sample.eventId()))
                    .collect(Collectors.toList());
            return Evaluation.of(inOrder, session.labels(), holdout);
        }
    }
}
