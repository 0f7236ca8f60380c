package io.headwater.trainer.internal.retrain;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Batch;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.Dataset;
import io.headwater.trainer.dataset.ImagePlace;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Hold-out images embedded by a quantised backbone, each once as long as the backbone stays the same. */
final class QuantisedEmbeddings {

    /** An event may get another image. */
    private record Image(String eventId, ImagePlace place) {

        static Image of(Sample sample) {
            return new Image(sample.eventId(), sample.image());
        }
    }

    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final SessionOptions options;
    private final Map<Image, float[]> embeddings = new HashMap<>();
    private String backboneId = "";

    QuantisedEmbeddings(ArtifactStore store, ImageDecoder decoder, SessionOptions options) {
        this.store = store;
        this.decoder = decoder;
        this.options = options;
    }

    /** By event id; what cannot be decoded is missing. */
    Map<String, float[]> of(Backbone quantised, List<Sample> samples, Dataset dataset) throws IOException {
        if (!quantised.id().equals(backboneId)) {
            embeddings.clear();
            backboneId = quantised.id();
        }
        Set<Image> wanted = samples.stream().map(Image::of).collect(Collectors.toSet());
        embeddings.keySet().retainAll(wanted);
        Set<String> missing = wanted.stream()
                .filter(image -> !embeddings.containsKey(image))
                .map(Image::eventId)
                .collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            embed(quantised, missing, dataset);
        }
        Map<String, float[]> byEvent = new HashMap<>();
        embeddings.forEach((image, embedding) -> byEvent.put(image.eventId(), embedding));
        return byEvent;
    }

    private void embed(Backbone quantised, Set<String> eventIds, Dataset dataset) throws IOException {
        try (InferenceSession session = InferenceSession.open(store.fetchModel(quantised.artifacts()), options)) {
            Batch batch = session.newBatch();
            dataset.images().visit(eventIds, entries -> {
                for (SegmentEntry entry : entries) {
                    try {
                        decoder.decode(entry.getImage(), session.resize(), batch, 0);
                        embeddings.put(
                                new Image(entry.getEventId(), ImagePlace.of(entry)),
                                session.embed(batch, 1).embeddings());
                    } catch (ImageRejectedException e) {
                        // It could be decoded once; what cannot be any more counts as an error.
                    }
                }
            });
        }
    }
}
