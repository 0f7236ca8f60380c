package io.headwater.streams.internal.follower;

import io.headwater.model.ArtifactStore;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.InferenceSession;
import io.headwater.model.Precision;
import io.headwater.model.SessionOptions;
import io.headwater.model.UnsupportedModelException;
import io.headwater.streams.internal.inference.BatchPolicy;
import io.headwater.vision.Artifact;
import io.headwater.vision.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches, verifies, opens and warms up versions. */
public final class ModelLoader {

    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final ArtifactStore store;
    private final Device device;
    private final GpuOptions gpu;
    private final BatchPolicy batches;
    private final Precision precision;
    private final boolean slowInt8;

    /** Where the last session ran: with {@code auto} the device, and so the batch size, shows only then. */
    private Device lastDevice;

    private volatile String notice;

    public ModelLoader(ArtifactStore store, Device device, GpuOptions gpu, BatchPolicy batches, Precision precision) {
        this(store, device, gpu, batches, precision, Precision.isInt8Slow());
    }

    ModelLoader(
            ArtifactStore store,
            Device device,
            GpuOptions gpu,
            BatchPolicy batches,
            Precision precision,
            boolean slowInt8) {
        this.store = store;
        this.device = device;
        this.gpu = gpu;
        this.batches = batches;
        this.precision = precision;
        this.slowInt8 = slowInt8;
        this.lastDevice = device;
    }

    /**
     * A session that is ready to serve.
     *
     * @throws IOException a fault that may pass
     * @throws RuntimeException of the model package: the files are missing, damaged or not a model
     */
    InferenceSession load(ModelVersion version) throws IOException {
        InferenceSession session = open(version);
        if (batches.maxBatch(session.device()) > session.maxBatch() || isInt8OnGpu(session)) {
            lastDevice = session.device();
            session.close();
            session = open(version);
        }
        if (!session.labels().equals(version.getLabels())) {
            String message = "The labels of version " + version.getVersion()
                    + "'s ONNX file are not those of its record: " + session.labels() + " and " + version.getLabels();
            session.close();
            throw new UnsupportedModelException(message);
        }
        return session;
    }

    /** Why the version that was loaded last is not served as int8 where that was asked for, or why int8 is of no use here. */
    Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    private boolean isInt8OnGpu(InferenceSession session) {
        return precision == Precision.INT8
                && session.device().kind() == Device.Kind.GPU
                && lastDevice.kind() != Device.Kind.GPU;
    }

    private InferenceSession open(ModelVersion version) throws IOException {
        Path onnx = store.fetchModel(artifacts(version));
        return InferenceSession.open(onnx, new SessionOptions(device, 1, batches.maxBatch(lastDevice), gpu));
    }

    private List<Artifact> artifacts(ModelVersion version) {
        if (precision != Precision.INT8) {
            return version.getArtifacts();
        }
        if (lastDevice.kind() == Device.Kind.GPU) {
            say("model.precision=int8 is for CPUs and has no effect on " + lastDevice);
            return version.getArtifacts();
        }
        List<Artifact> chosen = precision.of(version.getArtifacts());
        if (slowInt8) {
            say("model.precision=int8 is no faster than float32 on this processor, which lacks the VNNI instructions:"
                    + " leave the setting out");
        } else if (chosen.isEmpty()) {
            say("version " + version.getVersion()
                    + " has no int8 form and is served as float32: set publish.int8=true at"
                    + " the trainer, or see the version's reason");
        } else {
            notice = null;
        }
        return chosen.isEmpty() ? version.getArtifacts() : chosen;
    }

    /** Once, not at every version on a GPU nor at every try to load one. */
    private void say(String what) {
        if (!what.equals(notice)) {
            notice = what;
            LOG.warn("{}", what);
        }
    }
}
