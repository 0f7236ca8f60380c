package io.headwater.trainer.training;

import io.headwater.model.Head;
import java.util.List;

/** What a training gave: the head, and the network it came from, kept open for the parity check. */
public final class TrainedHead implements AutoCloseable {

    private final HeadNetwork network;
    private final Head head;
    private final List<String> labels;
    private final int epochs;
    private final long millis;

    TrainedHead(HeadNetwork network, Standardisation standardisation, List<String> labels, int epochs, long millis) {
        this.network = network;
        this.labels = labels;
        this.epochs = epochs;
        this.millis = millis;
        this.head = standardisation.fold(network.head());
    }

    /** The head for raw embeddings. */
    public Head head() {
        return head;
    }

    /** Labels in the order of the head's outputs. */
    public List<String> labels() {
        return labels;
    }

    /** Epochs that were trained. */
    public int epochs() {
        return epochs;
    }

    /** Duration of the training in milliseconds. */
    public long millis() {
        return millis;
    }

    /** What PyTorch says: probabilities {@code [classes]} for one embedding. On the thread that trained. */
    public float[] probabilities(float[] embedding) {
        return network.probabilities(new float[][] {embedding});
    }

    @Override
    public void close() {
        network.close();
    }
}
