package io.headwater.benchmark.gpu;

import io.headwater.model.InferenceSession;
import io.headwater.model.ModelSlot;
import io.headwater.model.ServedModel;
import java.io.IOException;
import java.nio.file.Path;

/** Swaps two versions again and again, as retraining does, and watches the card's memory. */
final class SwapSoak {

    /** Swaps after which everything has been allocated that will be. */
    private static final int SETTLED = 10;

    private SwapSoak() {}

    /**
     * What was seen.
     *
     * @param settledMiB memory of the card in use after ten swaps
     * @param endMiB after the last
     */
    record Memory(int swaps, int settledMiB, int endMiB) {

        int growthMiB() {
            return endMiB - settledMiB;
        }
    }

    static Memory run(Subject subject, Variant variant, int maxBatch, Path engines, NvidiaSmi card, int swaps)
            throws IOException, InterruptedException {
        int settled = -1;
        try (ModelSlot models = new ModelSlot()) {
            for (int i = 1; i <= swaps; i++) {
                Path onnx = subject.versions().get(i % subject.versions().size());
                // Opened beside the one that serves, as in the classifier: both hold memory for a moment.
                models.swap(new ServedModel(i, i, variant.open(onnx, maxBatch, engines)));
                try (ModelSlot.Lease lease = models.acquire()) {
                    InferenceSession session = lease.model().session();
                    session.classify(session.newBatch(), maxBatch);
                }
                if (i == SETTLED) {
                    settled = card.usedMiB();
                }
            }
            return new Memory(swaps, settled, card.usedMiB());
        }
    }
}
