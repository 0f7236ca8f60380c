package io.headwater.model;

import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the ONNX file of a version: the backbone's graph, the head behind it, metadata; outputs as in {@link InferenceSession}. */
public final class ModelPackager {

    private final ArtifactStore store;

    public ModelPackager(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Puts a version into the store. The same arguments give the same bytes.
     *
     * @param labels in the order of the head's outputs
     * @return the version's ONNX file (role {@code model}) and the backbone's weights (role {@code weights})
     */
    public List<Artifact> assemble(Backbone backbone, Head head, List<String> labels, String model, int version)
            throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Writes one ONNX file that holds the weights too, for use outside Headwater; returns the target. */
    public Path export(List<Artifact> artifacts, Path target) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }
}
