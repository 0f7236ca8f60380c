package io.headwater.trainer.internal.ingest;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Batch;
import io.headwater.model.BatchResult;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageRejectedException;
import io.headwater.model.ImageView;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.dataset.EmbeddingCodec;
import io.headwater.trainer.dataset.avro.EntryKind;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gives entries with images their embedding, by the backbone on ONNX Runtime. For one thread. */
public final class Embedder implements AutoCloseable {

    private final Backbone backbone;
    private final ImageDecoder decoder;
    private final InferenceSession session;
    private final Batch batch;

    public Embedder(ArtifactStore store, Backbone backbone, ImageDecoder decoder, SessionOptions options)
            throws IOException {
        this.backbone = backbone;
        this.decoder = decoder;
        this.session = InferenceSession.open(store.fetchModel(backbone.artifacts()), options);
        this.batch = session.newBatch();
    }

    public Backbone backbone() {
        return backbone;
    }

    /** Completes the entries of kind IMAGE, batch by batch; those that cannot be decoded become REJECTED. */
    public List<SegmentEntry> embed(List<SegmentEntry> entries) {
        List<SegmentEntry> completed = new ArrayList<>(entries);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < completed.size(); i++) {
            SegmentEntry entry = completed.get(i);
            if (entry.getKind() != EntryKind.IMAGE) {
                continue;
            }
            try {
                decoder.decode(entry.getImage(), backbone.preprocessing().resize(), batch, places.size());
                places.add(i);
            } catch (ImageRejectedException e) {
                completed.set(i, rejected(entry, e.reason() + ": " + e.getMessage()));
            }
            if (places.size() == batch.capacity()) {
                run(completed, places);
            }
        }
        run(completed, places);
        return completed;
    }

    private void run(List<SegmentEntry> entries, List<Integer> places) {
        if (places.isEmpty()) {
            return;
        }
        BatchResult result = session.embed(batch, places.size());
        for (int i = 0; i < places.size(); i++) {
            ByteBuffer embedding = EmbeddingCodec.encode(result.embedding(i));
            entries.set(
                    places.get(i),
                    SegmentEntry.newBuilder(entries.get(places.get(i)))
                            .setBackboneId(backbone.id())
                            .setEmbedding(embedding)
                            .build());
        }
        places.clear();
    }

    /**
     * Embeddings of views of one image {@code [views][d]}.
     *
     * @throws ImageRejectedException the image cannot be decoded
     */
    float[][] embedViews(ByteBuffer image, List<ImageView> views) {
        float[][] embeddings = new float[views.size()][];
        int capacity = batch.capacity();
        decoder.decodeViews(
                image, backbone.inputSize(), backbone.preprocessing().resize(), views, i -> {
                    if (i > 0 && i % capacity == 0) {
                        run(embeddings, i - capacity, capacity);
                    }
                    return batch.slot(i % capacity);
                });
        int last = (views.size() - 1) / capacity * capacity;
        run(embeddings, last, views.size() - last);
        return embeddings;
    }

    private void run(float[][] embeddings, int from, int n) {
        BatchResult result = session.embed(batch, n);
        for (int i = 0; i < n; i++) {
            embeddings[from + i] = result.embedding(i);
        }
    }

    private static SegmentEntry rejected(SegmentEntry entry, String problem) {
        return SegmentEntry.newBuilder(entry)
                .setKind(EntryKind.REJECTED)
                .setProblem(problem)
                .setImage(null)
                .build();
    }

    @Override
    public void close() {
        session.close();
    }
}
