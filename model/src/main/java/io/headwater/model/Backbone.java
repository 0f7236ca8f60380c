package io.headwater.model;

import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A frozen feature extractor in an artifact store: an ONNX graph from {@code image}, uint8 {@code [batch, size, size,
 * 3]} RGB, to {@code embedding}, float {@code [batch, d]}.
 *
 * @param name the name that it was imported under
 * @param preprocessing what the graph does with the pixels
 * @param embeddingSize length d of the embedding
 * @param artifacts the graph (role {@code model}) and its external data (role {@code weights})
 */
public record Backbone(String name, Preprocessing preprocessing, int embeddingSize, List<Artifact> artifacts) {

    /** Name of the backbone that comes with Headwater. */
    public static final String BUILT_IN = "headwater-tiny";

    private static final int ID_DIGITS = 12;

    public Backbone {
        artifacts = List.copyOf(artifacts);
    }

    /**
     * Imports a CNN classifier: cuts it at the input of its last Gemm or MatMul, prepends the preprocessing and puts
     * the result in the store.
     *
     * @throws UnsupportedModelException the file is not such a classifier
     */
    public static Backbone importOnnx(Path onnx, String name, Preprocessing preprocessing, ArtifactStore store)
            throws IOException {
        return new BackboneImporter(store).importOnnx(onnx, name, preprocessing);
    }

    /** The backbone that comes with Headwater, put into the store when it is not there yet. */
    public static Backbone builtIn(ArtifactStore store) throws IOException {
        return BuiltInBackbone.importInto(store);
    }

    /** The name and the first 12 hex digits of the graph's hash, such as {@code mobilenetv2@0123456789ab}. */
    public String id() {
        for (Artifact artifact : artifacts) {
            if (artifact.getRole().equals(ArtifactStore.MODEL_ROLE)) {
                return name + "@" + artifact.getSha256().substring(0, ID_DIGITS);
            }
        }
        throw new IllegalStateException("The backbone " + name + " has no artifact of role model");
    }

    /** Width and height of the input in pixels. */
    public int inputSize() {
        return preprocessing.inputSize();
    }
}
