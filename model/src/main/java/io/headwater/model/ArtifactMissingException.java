package io.headwater.model;

/** The artifact store has no file of that hash. */
public class ArtifactMissingException extends RuntimeException {

    public ArtifactMissingException(String message) {
        super(message);
    }

    public ArtifactMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
