package io.headwater.model.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.headwater.model.Backbone;
import io.headwater.model.Preprocessing;
import io.headwater.model.Resize;
import io.headwater.vision.Artifact;
import java.io.IOException;
import java.util.List;

/** A backbone as JSON in a ref of the artifact store. */
public record BackboneRecord(
        String name,
        int inputSize,
        Resize resize,
        float[] mean,
        float[] std,
        boolean bgr,
        int embeddingSize,
        List<File> artifacts) {

    /** One of its files. */
    public record File(String role, String uri, String sha256, long size) {}

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static byte[] toJson(Backbone backbone) throws IOException {
        Preprocessing preprocessing = backbone.preprocessing();
        return JSON.writeValueAsBytes(new BackboneRecord(
                backbone.name(),
                preprocessing.inputSize(),
                preprocessing.resize(),
                preprocessing.mean(),
                preprocessing.std(),
                preprocessing.bgr(),
                backbone.embeddingSize(),
                backbone.artifacts().stream()
                        .map(artifact -> new File(
                                artifact.getRole(), artifact.getUri(), artifact.getSha256(), artifact.getSize()))
                        .toList()));
    }

    public static Backbone fromJson(byte[] json) throws IOException {
        BackboneRecord saved = JSON.readValue(json, BackboneRecord.class);
        return new Backbone(
                saved.name,
                new Preprocessing(saved.inputSize, saved.resize, saved.mean, saved.std, saved.bgr),
                saved.embeddingSize,
                saved.artifacts.stream()
                        .map(file -> new Artifact(file.role, file.uri, file.sha256, file.size))
                        .toList());
    }
}
