package io.headwater.model.internal.runtime;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.Device;
import io.headwater.model.InferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ONNX file loaded into DJL's ONNX Runtime engine on one device. */
public final class LoadedModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

    /** Said once per process, not at every swap. */
    private static boolean fallbackReported;

    private final Model model;
    private final OrtSession.SessionOptions options;
    private final Device device;

    private LoadedModel(Model model, OrtSession.SessionOptions options, Device device) {
        this.model = model;
        this.options = options;
        this.device = device;
    }

    /** Loads the file on the device; AUTO takes the first GPU where there is one that works. */
    public static LoadedModel load(Path onnx, Device device, int intraOpThreads) {
        return switch (device.kind()) {
            case CPU -> onCpu(onnx, intraOpThreads);
            case GPU -> onGpu(onnx, device);
            case AUTO -> {
                if (!OnnxRuntime.isBuiltForCuda()) {
                    reportFallback("this build of ONNX Runtime has no CUDA");
                    yield onCpu(onnx, intraOpThreads);
                }
                try {
                    yield onGpu(onnx, Device.gpu(0));
                } catch (InferenceException e) {
                    reportFallback(e.getMessage());
                    yield onCpu(onnx, intraOpThreads);
                }
            }
        };
    }

    private static synchronized void reportFallback(String reason) {
        if (!fallbackReported) {
            fallbackReported = true;
            LOG.info("Inference runs on the CPU: {}", reason);
        }
    }

    private static LoadedModel onCpu(Path onnx, int intraOpThreads) {
        return load(onnx, OnnxRuntime.cpuOptions(intraOpThreads), Device.CPU);
    }

    private static LoadedModel onGpu(Path onnx, Device device) {
        if (!OnnxRuntime.isBuiltForCuda()) {
            throw new InferenceException(
                    "Device " + device + " is not available: this build of ONNX Runtime has no CUDA;"
                            + " build with -Pgpu, or set the device to cpu or auto");
        }
        try {
            return load(onnx, OnnxRuntime.gpuOptions(device), device);
        } catch (OrtException e) {
            throw new InferenceException(
                    "Device " + device + " is not available: " + e.getMessage()
                            + "; check the driver and CUDA 12, or set the device to cpu or auto",
                    e);
        }
    }

    private static LoadedModel load(Path onnx, OrtSession.SessionOptions options, Device device) {
        String name = onnx.getFileName().toString();
        // DJL's own device stays the CPU: where the session runs is in the options, and tensors come from the host.
        Model model = Model.newInstance(name, ai.djl.Device.cpu(), OnnxRuntime.ENGINE);
        try {
            // Without an options map DJL would load on the CPU whatever the device.
            model.load(onnx.toAbsolutePath().getParent(), name, Map.of("sessionOptions", options));
            return new LoadedModel(model, options, device);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            options.close();
            Throwable cause = e.getCause() instanceof OrtException ? e.getCause() : e;
            throw new InferenceException(
                    "ONNX Runtime cannot load " + onnx + " on " + device + ": " + cause.getMessage(), e);
        }
    }

    /** Where it runs. */
    public Device device() {
        return device;
    }

    /** What is done with the outputs of a run before they are freed. */
    public interface Outputs<T> {
        T read(NDList outputs);
    }

    /**
     * Runs the first {@code n} images of a direct buffer.
     *
     * @param images {@code n * size * size * 3} bytes
     */
    public <T> T run(ByteBuffer images, int n, int size, Outputs<T> reader) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray input = manager.create(images, new Shape(n, size, size, 3), DataType.UINT8);
            NDList outputs = model.getBlock().forward(new ParameterStore(manager, false), new NDList(input), false);
            return reader.read(outputs);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() instanceof OrtException ? e.getCause() : e;
            throw new InferenceException("Inference failed on " + n + " images: " + cause.getMessage(), e);
        }
    }

    @Override
    public void close() {
        model.close();
        options.close();
    }
}
