package io.headwater.benchmark.accuracy;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Backbone;
import io.headwater.model.Batch;
import io.headwater.model.BatchResult;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageView;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.trainer.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Views of pictures, made and embedded as the trainer does it. */
final class AugmentedViews {

    private final ArtifactStore store;
    private final ImageDecoder decoder;
    private final TrainingOptions options;

    /** @param options say how many views there are, and how they are made */
    AugmentedViews(ArtifactStore store, ImageDecoder decoder, TrainingOptions options) {
        this.store = store;
        this.decoder = decoder;
        this.options = options;
    }

    /** {@code [pictures][k][d]}. */
    List<float[][]> embed(Backbone backbone, List<Picture> pictures) throws IOException {
        int k = options.augmentViews();
        List<float[][]> embedded = new ArrayList<>();
        try (InferenceSession session = InferenceSession.open(
                store.fetchModel(backbone.artifacts()), SessionOptions.cpu().withMaxBatch(k))) {
            Batch batch = session.newBatch();
            for (Picture picture : pictures) {
                List<ImageView> views = IntStream.range(0, k)
                        .mapToObj(index -> options.augmentation().view(picture.id(), index))
                        .toList();
                decoder.decodeViews(picture.buffer(), session.inputSize(), session.resize(), views, batch::slot);
                BatchResult result = session.embed(batch, k);
                embedded.add(IntStream.range(0, k).mapToObj(result::embedding).toArray(float[][]::new));
            }
        }
        return embedded;
    }
}
