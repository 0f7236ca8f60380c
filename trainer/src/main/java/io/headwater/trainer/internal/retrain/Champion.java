package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.gate.Predictions;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
        return WholeModel.predict(onnx, holdout, dataset, decoder, options);
    }
}
