package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Batch;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import io.headwater.trainer.gate.Predictions;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The version that serves, as the gate and a warm start see it. */
final class Champion {

    private final ModelVersion version;
    private final Path onnx;

    Champion(ModelVersion version, ArtifactStore store) throws IOException {
        this.version = version;
        this.onnx = store.fetchModel(version.getArtifacts());
    }

    ModelVersion version() {
        return version;
    }

    boolean hasBackbone(String backboneId) {
        return version.getBackboneId().equals(backboneId);
    }

    Head head() throws IOException {
        return Head.read(onnx);
    }

    /** What it says about the hold-out: by its head, or by the whole model where its backbone is another one. */
    Predictions predict(
            List<Sample> holdout, Dataset dataset, String backboneId, ImageDecoder decoder, SessionOptions options)
            throws IOException {
        if (hasBackbone(backboneId)) {
            return Evaluation.of(head(), version.getLabels(), holdout);
        }
        Map<String, float[]> probabilities = new HashMap<>();
        Set<String> eventIds = holdout.stream().map(Sample::eventId).collect(Collectors.toSet());
        try (InferenceSession session = InferenceSession.open(onnx, options)) {
            Batch batch = session.newBatch();
            dataset.images(eventIds, entries -> {
                for (SegmentEntry entry : entries) {
                    try {
                        decoder.decode(entry.getImage(), session.inputSize(), session.resize(), batch.slot(0));
                        probabilities.put(
                                entry.getEventId(), session.classify(batch, 1).probabilities(0));
                    } catch (ImageRejectedException e) {
                        // It could be decoded once; what cannot be any more counts as an error of the champion.
                        probabilities.remove(entry.getEventId());
                    }
                }
            });
        }
        return Evaluation.of(sample -> probabilities.get(sample.eventId()), version.getLabels(), holdout);
    }
}
