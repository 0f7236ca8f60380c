package io.headwater.model.internal.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Headwater's metadata in an ONNX file, there for any user of the file. */
public final class ModelMetadata {

    /** JSON array of the labels, in the order of the probabilities. */
    public static final String LABELS = "headwater.labels";
    /** Name of the model. */
    public static final String MODEL = "headwater.model";
    /** Version of the model. */
    public static final String VERSION = "headwater.version";
    /** Width and height of the input in pixels. */
    public static final String INPUT_SIZE = "headwater.input.size";
    /** {@code stretch} or {@code crop}. */
    public static final String RESIZE = "headwater.resize";
    /** Id of the backbone; in a backbone's own file its name. */
    public static final String BACKBONE = "headwater.backbone";
    /** {@code int8} for a quantised file; absent means float32. */
    public static final String PRECISION = "headwater.precision";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelMetadata() {}

    /** The value, or null. */
    public static String get(ModelProto model, String key) {
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            if (entry.getKey().equals(key)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** The model with its own entries (source, licence) moved behind {@code backbone.}, out of the way of ours. */
    public static ModelProto foreign(ModelProto model) {
        ModelProto.Builder result = model.toBuilder().clearMetadataProps();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            result.addMetadataProps(entry.toBuilder().setKey("backbone." + entry.getKey()));
        }
        return result.build();
    }

    /** The model with these entries added; entries of the same key are replaced. */
    public static ModelProto with(ModelProto model, Map<String, String> entries) {
        ModelProto.Builder result = model.toBuilder().clearMetadataProps();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            if (!entries.containsKey(entry.getKey())) {
                result.addMetadataProps(entry);
            }
        }
        entries.forEach((key, value) -> result.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return result.build();
    }

    public static String toJson(List<String> labels) {
        try {
            return JSON.writeValueAsString(labels);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Labels cannot be written as JSON: " + labels, e);
        }
    }

    /** The labels of a model; empty for a backbone. */
    public static List<String> labels(ModelProto model) {
        String json = get(model, LABELS);
        if (json == null) {
            return List.of();
        }
        try {
            return List.copyOf(JSON.readValue(json, new TypeReference<List<String>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(LABELS + " is not a JSON array of strings: " + json, e);
        }
    }
}
