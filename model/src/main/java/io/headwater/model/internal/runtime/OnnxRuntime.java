package io.headwater.model.internal.runtime;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.InferenceException;

/** Starts ONNX Runtime under DJL and makes the options of its sessions. */
public final class OnnxRuntime {

    private static final String ENGINE = "OnnxRuntime";

    private static final boolean LACKS_VNNI = CpuFeatures.lacksVnni();

    private OnnxRuntime() {}

    /** The process-wide environment; DJL's engine must be the first to ask for it, or it cannot set it up. */
    public static OrtEnvironment environment() {
        Engine.getEngine(ENGINE);
        return OrtEnvironment.getEnvironment();
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
            if (LACKS_VNNI) {
                // Exact sums of int8 models; with VNNI they are exact anyway, and this would take the speed away.
                options.addConfigEntry("session.x64quantprecision", "1");
            }
            return options;
        } catch (OrtException e) {
            options.close();
            throw new InferenceException("ONNX Runtime refused its options: " + e.getMessage(), e);
        }
    }
}
