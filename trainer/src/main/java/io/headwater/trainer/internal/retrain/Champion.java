package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Head;
import io.headwater.model.ImageDecoder;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.gate.LabelAges;
import io.headwater.trainer.gate.Predictions;
import io.headwater.trainer.internal.publication.ModelLog;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The version that serves, as the gate and a warm start see it. */
final class Champion {

    private final ModelVersion version;
    private final Path onnx;

    private Champion(ModelVersion version, ArtifactStore store) throws IOException {
        this.version = version;
        this.onnx = store.fetchModel(version.getArtifacts());
    }

    /** The one of now; null while there is none. */
    static Champion of(ModelLog published, ArtifactStore store) throws IOException {
        Optional<ModelVersion> version = published.champion();
        return version.isPresent() ? new Champion(version.get(), store) : null;
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

    /** Which labels of the hold-out it was judged by when it was made, from the offsets in its lineage. */
    LabelAges ages(List<Sample> holdout) {
        Map<String, Long> next = version.getLineage().getSampleOffsets();
        BitSet earlier = new BitSet();
        BitSet later = new BitSet();
        for (int i = 0; i < holdout.size(); i++) {
            Sample sample = holdout.get(i);
            if (version.getLabels().contains(sample.label())) {
                boolean known =
                        sample.sampleOffset() < next.getOrDefault(Integer.toString(sample.samplePartition()), 0L);
                (known ? earlier : later).set(i);
            }
        }
        return new LabelAges(earlier, later);
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
