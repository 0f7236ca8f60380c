package io.headwater.trainer.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.vision.Artifact;
import java.io.IOException;

/** The value of a dataset's ref: which manifest file it is. */
public record ManifestPointer(String uri, String sha256, long size) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ManifestPointer of(Artifact artifact) {
        return new ManifestPointer(artifact.getUri(), artifact.getSha256(), artifact.getSize());
    }

    Artifact artifact(String role) {
        return new Artifact(role, uri, sha256, size);
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    static ManifestPointer fromJson(byte[] json) throws IOException {
        return JSON.readValue(json, ManifestPointer.class);
    }
}
