package io.headwater.model;

import io.headwater.vision.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files named by the SHA-256 of their content, and small mutable values (refs) that point at them.
 *
 * <p>Every method may throw {@link IOException} for a fault that may pass (disk full, network away): worth a retry.
 * The unchecked {@link ArtifactMissingException} and {@link ArtifactIntegrityException} are not. Safe for use by
 * several threads and several processes at once.
 */
public interface ArtifactStore extends AutoCloseable {

    /** Role of the ONNX file that is loaded. */
    String MODEL_ROLE = "model";
    /** Role of the backbone's weights, external data of the ONNX file. */
    String WEIGHTS_ROLE = "weights";
    /** Extension of ONNX files. */
    String MODEL_EXTENSION = "onnx";
    /** Extension of files of weights. */
    String WEIGHTS_EXTENSION = "weights";

    /**
     * Stores a copy of the file under its hash; does nothing when it is there already.
     *
     * @param extension without the dot, letters and digits
     */
    Artifact put(String role, Path file, String extension) throws IOException;

    /**
     * A local file {@code <sha256>.<extension>} with exactly the artifact's content. All files of a store share one
     * flat directory, so that ONNX external data resolves. Read only: never write to it.
     *
     * @throws ArtifactMissingException the store has no such file
     * @throws ArtifactIntegrityException the content does not have the artifact's hash
     */
    Path fetch(Artifact artifact) throws IOException;

    /**
     * Fetches the artifacts of a model, those of its {@linkplain Precision other forms} left aside, and returns the path
     * of the one with the role {@value #MODEL_ROLE}.
     */
    default Path fetchModel(List<Artifact> artifacts) throws IOException {
        Path model = null;
        for (Artifact artifact : Precision.FLOAT32.of(artifacts)) {
            Path file = fetch(artifact);
            if (artifact.getRole().equals(MODEL_ROLE)) {
                model = file;
            }
        }
        if (model == null) {
            throw new ArtifactMissingException("None of the artifacts has the role '" + MODEL_ROLE + "': " + artifacts);
        }
        return model;
    }

    /** The value last written under the name; names are letters, digits, {@code . _ -} and {@code /}. */
    Optional<byte[]> readRef(String name) throws IOException;

    /** Replaces the value atomically: a reader sees the old one or the new one. */
    void writeRef(String name, byte[] value) throws IOException;

    /** Names of the refs that start with the prefix, sorted. */
    List<String> listRefs(String prefix) throws IOException;

    @Override
    void close();
}
