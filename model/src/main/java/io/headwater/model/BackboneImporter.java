package io.headwater.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.headwater.model.internal.Sha256;
import io.headwater.model.internal.onnx.EmbeddingCheck;
import io.headwater.model.internal.onnx.EmbeddingGraph;
import io.headwater.model.internal.onnx.ExternalWeights;
import io.headwater.model.internal.onnx.ModelMetadata;
import io.headwater.model.internal.onnx.OnnxFile;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes a backbone of a classifier's ONNX file and puts it into the store. */
final class BackboneImporter {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final ArtifactStore store;

    BackboneImporter(ArtifactStore store) {
        this.store = store;
    }

    Backbone importOnnx(Path onnx, String name, Preprocessing preprocessing) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a name for a backbone: use up to 64 letters, digits, '.', '_' and '-'");
        }
        ModelProto graph = EmbeddingGraph.of(OnnxFile.readWhole(onnx), preprocessing, onnx.toString());
        int embeddingSize = EmbeddingCheck.embeddingSize(graph, preprocessing.inputSize(), onnx.toString());
        ModelProto model = ModelMetadata.with(
                EmbeddingGraph.withEmbeddingSize(ModelMetadata.foreign(graph), embeddingSize),
                metadata(name, preprocessing));
        return new Backbone(name, preprocessing, embeddingSize, store(model));
    }

    private static Map<String, String> metadata(String name, Preprocessing preprocessing) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ModelMetadata.BACKBONE, name);
        metadata.put(ModelMetadata.INPUT_SIZE, String.valueOf(preprocessing.inputSize()));
        metadata.put(ModelMetadata.RESIZE, preprocessing.resize().name().toLowerCase(Locale.ROOT));
        return metadata;
    }

    /** Puts the graph and its weights, as two files, into the store. */
    List<Artifact> store(ModelProto model) throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        Path file = Files.createTempFile("headwater-backbone", ".tmp");
        try {
            ModelProto linked = model;
            if (ExternalWeights.write(model, file) > 0) {
                artifacts.add(store.put(ArtifactStore.WEIGHTS_ROLE, file, ArtifactStore.WEIGHTS_EXTENSION));
                linked = ExternalWeights.link(model, Sha256.of(file) + "." + ArtifactStore.WEIGHTS_EXTENSION);
            }
            Files.write(file, linked.toByteArray());
            artifacts.add(0, store.put(ArtifactStore.MODEL_ROLE, file, ArtifactStore.MODEL_EXTENSION));
            return artifacts;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
