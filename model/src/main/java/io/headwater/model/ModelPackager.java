package io.headwater.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.headwater.model.internal.AtomicFiles;
import io.headwater.model.internal.onnx.HeadGraph;
import io.headwater.model.internal.onnx.ModelMetadata;
import io.headwater.model.internal.onnx.OnnxFile;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        requireFit(backbone, head, labels);
        ModelProto graph = OnnxFile.read(store.fetchModel(backbone.artifacts()));
        ModelProto assembled =
                ModelMetadata.with(HeadGraph.append(graph, head), metadata(backbone, labels, model, version));
        List<Artifact> artifacts = new ArrayList<>();
        Path file = Files.createTempFile("headwater-model", ".tmp");
        try {
            Files.write(file, assembled.toByteArray());
            artifacts.add(store.put(ArtifactStore.MODEL_ROLE, file, ArtifactStore.MODEL_EXTENSION));
        } finally {
            Files.deleteIfExists(file);
        }
        for (Artifact artifact : backbone.artifacts()) {
            if (!artifact.getRole().equals(ArtifactStore.MODEL_ROLE)) {
                artifacts.add(artifact);
            }
        }
        return artifacts;
    }

    private static void requireFit(Backbone backbone, Head head, List<String> labels) {
        if (head.embeddingSize() != backbone.embeddingSize()) {
            throw new IllegalArgumentException("The head takes embeddings of " + head.embeddingSize()
                    + ", the backbone " + backbone.id() + " gives " + backbone.embeddingSize());
        }
        if (labels.size() != head.classes() || new HashSet<>(labels).size() != labels.size()) {
            throw new IllegalArgumentException("The head has " + head.classes()
                    + " outputs, the labels are not as many different ones: " + labels);
        }
    }

    private static Map<String, String> metadata(Backbone backbone, List<String> labels, String model, int version) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ModelMetadata.MODEL, model);
        metadata.put(ModelMetadata.VERSION, String.valueOf(version));
        metadata.put(ModelMetadata.LABELS, ModelMetadata.toJson(labels));
        metadata.put(ModelMetadata.BACKBONE, backbone.id());
        return metadata;
    }

    /** Writes one ONNX file that holds the weights too, for use outside Headwater; returns the target. */
    public Path export(List<Artifact> artifacts, Path target) throws IOException {
        ModelProto whole = OnnxFile.readWhole(store.fetchModel(artifacts));
        AtomicFiles.write(target.toAbsolutePath(), temporary -> Files.write(temporary, whole.toByteArray()));
        return target;
    }
}
