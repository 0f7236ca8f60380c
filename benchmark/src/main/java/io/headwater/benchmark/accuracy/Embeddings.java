package io.headwater.benchmark.accuracy;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Embeddings of pictures behind backbones of a store, each computed when it is first asked for. */
final class Embeddings {

    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final Map<String, float[]> known = new HashMap<>();

    Embeddings(ArtifactStore store, ImageDecoder decoder) {
        this.store = store;
        this.decoder = decoder;
    }

    float[] of(Backbone backbone, Picture picture) throws IOException {
        return of(backbone, List.of(picture)).get(0);
    }

    /** In the order of the pictures. */
    List<float[]> of(Backbone backbone, List<Picture> pictures) throws IOException {
        List<Picture> missing = pictures.stream()
                .filter(picture -> !known.containsKey(key(backbone, picture)))
                .toList();
        if (!missing.isEmpty()) {
            compute(backbone, missing);
        }
        return pictures.stream()
                .map(picture -> known.get(key(backbone, picture)))
                .toList();
    }

    private void compute(Backbone backbone, List<Picture> pictures) throws IOException {
        try (InferenceSession session =
                InferenceSession.open(store.fetchModel(backbone.artifacts()), SessionOptions.cpu())) {
            Batch batch = session.newBatch();
            for (Picture picture : pictures) {
                decoder.decode(picture.buffer(), session.resize(), batch, 0);
                known.put(key(backbone, picture), session.embed(batch, 1).embedding(0));
            }
        }
    }

    private static String key(Backbone backbone, Picture picture) {
        return backbone.id() + " " + picture.id();
    }
}
