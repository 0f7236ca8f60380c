package io.headwater.streams.internal.follower;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import io.headwater.model.UnsupportedModelException;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;

/** Fetches, verifies, opens and warms up versions. */
public final class ModelLoader {

    private final ArtifactStore store;
    private final Device device;
    private final GpuOptions gpu;
    private final BatchPolicy batches;

    /** Where the last session ran: with {@code auto} the device, and so the batch size, shows only then. */
    private Device lastDevice;

    public ModelLoader(ArtifactStore store, Device device, GpuOptions gpu, BatchPolicy batches) {
        this.store = store;
        this.device = device;
        this.gpu = gpu;
        this.batches = batches;
        this.lastDevice = device;
    }

    /**
     * A session that is ready to serve.
     *
     * @throws IOException a fault that may pass
     * @throws RuntimeException of the model package: the files are missing, damaged or not a model
     */
    InferenceSession load(ModelVersion version) throws IOException {
        Path onnx = store.fetchModel(version.getArtifacts());
        InferenceSession session = open(onnx);
        if (batches.maxBatch(session.device()) > session.maxBatch()) {
            lastDevice = session.device();
            session.close();
            session = open(onnx);
        }
        if (!session.labels().equals(version.getLabels())) {
            String message = "The labels in " + onnx.getFileName() + " are not those of version " + version.getVersion()
                    + ": " + session.labels() + " and " + version.getLabels();
            session.close();
            throw new UnsupportedModelException(message);
        }
        return session;
    }

    private InferenceSession open(Path onnx) {
        return InferenceSession.open(onnx, new SessionOptions(device, 1, batches.maxBatch(lastDevice), gpu));
    }
}
