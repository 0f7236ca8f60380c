package io.headwater.model.internal.runtime;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.headwater.model.Device;
import io.headwater.model.InferenceException;

/** Starts ONNX Runtime under DJL and makes the options of its sessions. */
public final class OnnxRuntime {

    /** Name of DJL's engine. */
    public static final String ENGINE = "OnnxRuntime";

    private OnnxRuntime() {}

    /** The process-wide environment; DJL's engine must be the first to ask for it, or it cannot set it up. */
    public static OrtEnvironment environment() {
        Engine.getEngine(ENGINE);
        return OrtEnvironment.getEnvironment();
    }

    /** Whether this ONNX Runtime was built for CUDA; the libraries and a GPU may still be missing. */
    public static boolean isBuiltForCuda() {
        environment();
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /** Options for a CPU; the caller keeps them open as long as the session. */
    public static OrtSession.SessionOptions cpuOptions(int intraOpThreads) {
        environment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            // Spinning threads take the cores from decoding.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return options;
        } catch (OrtException e) {
            options.close();
            throw new InferenceException("ONNX Runtime refused its options: " + e.getMessage(), e);
        }
    }

    /** Options for a GPU; fails where CUDA or that GPU is not there. */
    public static OrtSession.SessionOptions gpuOptions(Device device) throws OrtException {
        OrtSession.SessionOptions options = cpuOptions(1);
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
            // The arena never shrinks: grow it by what is asked for, not to the next power of two.
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            // Trying every algorithm for every batch size would take seconds at each swap.
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }
}
