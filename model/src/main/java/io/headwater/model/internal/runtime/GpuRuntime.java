package io.headwater.model.internal.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.InferenceException;
import io.headwater.model.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes the options of sessions on a GPU; fails in one line where something that they need is not there. */
final class GpuRuntime {

    private GpuRuntime() {}

    /**
     * Options for that model; the caller keeps them open as long as the session.
     *
     * @throws InferenceException there is no such GPU, or a library is missing
     */
    static OrtSession.SessionOptions options(Path onnx, int inputSize, SessionOptions session) {
        Device device = session.device();
        GpuProvider provider = session.gpu().provider();
        if (!isBuiltFor(provider)) {
            throw new InferenceException("Device " + device + " is not available: this build of ONNX Runtime has no "
                    + title(provider) + "; build with -Pgpu, or set the device to cpu or auto");
        }
        OrtSession.SessionOptions options = OnnxRuntime.cpuOptions(1);
        try {
            if (provider == GpuProvider.TENSORRT) {
                addTensorRt(options, onnx, inputSize, session);
            }
            // Behind TensorRT too: it runs the nodes that TensorRT leaves.
            addCuda(options, device, session.gpu());
            return options;
        } catch (OrtException | IOException | RuntimeException e) {
            options.close();
            throw new InferenceException(
                    "Device " + device + " is not available with " + title(provider) + ": "
                            + RuntimeMessage.explain(e.getMessage()) + "; or set the device to cpu or auto",
                    e);
        }
    }

    /** Whether this ONNX Runtime was built for it; the libraries and a GPU may still be missing. */
    private static boolean isBuiltFor(GpuProvider provider) {
        OnnxRuntime.environment();
        return OrtEnvironment.getAvailableProviders()
                .contains(provider == GpuProvider.CUDA ? OrtProvider.CUDA : OrtProvider.TENSOR_RT);
    }

    private static String title(GpuProvider provider) {
        return provider == GpuProvider.CUDA ? "CUDA" : "TensorRT";
    }

    private static void addCuda(OrtSession.SessionOptions options, Device device, GpuOptions gpu) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
            for (Map.Entry<String, String> setting : ProviderSettings.cuda(gpu).entrySet()) {
                cuda.add(setting.getKey(), setting.getValue());
            }
            options.addCUDA(cuda);
        }
    }

    private static void addTensorRt(OrtSession.SessionOptions options, Path onnx, int inputSize, SessionOptions session)
            throws OrtException, IOException {
        GpuOptions gpu = session.gpu();
        Path engines = gpu.engines() == null ? null : EngineCache.directory(gpu.engines(), onnx);
        var shapes = new ProviderSettings.ImageShapes(inputSize, session.maxBatch());
        try (OrtTensorRTProviderOptions tensorRt =
                new OrtTensorRTProviderOptions(session.device().index())) {
            for (Map.Entry<String, String> setting :
                    ProviderSettings.tensorRt(gpu, shapes, engines).entrySet()) {
                tensorRt.add(setting.getKey(), setting.getValue());
            }
            options.addTensorrt(tensorRt);
        }
    }
}
