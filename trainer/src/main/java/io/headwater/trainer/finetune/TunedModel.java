package io.headwater.trainer.finetune;

import ai.djl.ndarray.NDManager;
import io.headwater.model.Backbone;
import io.headwater.model.Head;
import io.headwater.trainer.internal.tail.TailNetwork;
import java.util.List;

/** What the training of a tail gave; the network is kept open for the parity check. */
public final class TunedModel implements AutoCloseable {

    private final NDManager manager;
    private final TailNetwork network;
    private final Backbone backbone;
    private final Head head;
    private final List<String> labels;
    private final long millis;

    TunedModel(NDManager manager, TailNetwork network, Backbone backbone, Head head, List<String> labels, long millis) {
        this.manager = manager;
        this.network = network;
        this.backbone = backbone;
        this.head = head;
        this.labels = labels;
        this.millis = millis;
    }

    /** The backbone with its new weights, in the store. */
    public Backbone backbone() {
        return backbone;
    }

    /** The head for the new backbone's embeddings. */
    public Head head() {
        return head;
    }

    /** Labels in the order of the head's outputs. */
    public List<String> labels() {
        return labels;
    }

    /** Duration of the training in milliseconds, without the front. */
    public long millis() {
        return millis;
    }

    /** What PyTorch says: probabilities {@code [classes]} for an image's activations. On the thread that trained. */
    public float[] probabilities(float[] activations) {
        return network.probabilities(activations);
    }

    /** What PyTorch says: the embedding {@code [d]} of an image's activations. On the thread that trained. */
    public float[] embedding(float[] activations) {
        return network.embeddings(activations);
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
