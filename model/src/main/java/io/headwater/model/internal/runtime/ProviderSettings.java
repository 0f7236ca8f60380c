package io.headwater.model.internal.runtime;

import io.headwater.model.GpuOptions;
import io.headwater.model.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options of ONNX Runtime's execution providers, by the names that it gives them: see <a
 * href="https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html">CUDA</a> and <a
 * href="https://onnxruntime.ai/docs/execution-providers/TensorRT-ExecutionProvider.html">TensorRT</a>.
 */
final class ProviderSettings {

    private static final long MIB = 1L << 20;

    private ProviderSettings() {}

    static Map<String, String> cuda(GpuOptions gpu) {
        Map<String, String> settings = new LinkedHashMap<>();
        // The arena never shrinks: grow it by what is asked for, not to the next power of two.
        settings.put("arena_extend_strategy", "kSameAsRequested");
        // Trying every algorithm for every batch size would take seconds at each swap.
        settings.put("cudnn_conv_algo_search", "HEURISTIC");
        // float32 means float32: TF32 keeps 10 of its 23 bits, and a version would answer otherwise than at its gate.
        settings.put("use_tf32", "0");
        if (gpu.memoryLimitMiB() > 0) {
            settings.put("gpu_mem_limit", String.valueOf(gpu.memoryLimitMiB() * MIB));
        }
        return settings;
    }

    /**
     * @param shapes of the graph's input and of what it becomes first
     * @param engines of this model alone; null where nothing is kept
     */
    static Map<String, String> tensorRt(GpuOptions gpu, ImageShapes shapes, Path engines) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("trt_fp16_enable", gpu.precision() == Precision.FLOAT16 ? "1" : "0");
        // One engine for all batches; otherwise each new size would compile the model again, while images wait.
        settings.put("trt_profile_min_shapes", shapes.of(1));
        settings.put("trt_profile_opt_shapes", shapes.of(shapes.maxBatch()));
        settings.put("trt_profile_max_shapes", shapes.of(shapes.maxBatch()));
        if (gpu.memoryLimitMiB() > 0) {
            settings.put("trt_max_workspace_size", String.valueOf(gpu.memoryLimitMiB() * MIB));
        }
        if (engines != null) {
            settings.put("trt_engine_cache_enable", "1");
            settings.put("trt_engine_cache_path", engines.toString());
            // Shared by all versions: their backbones have the same layers, whose timings need not be taken again.
            settings.put("trt_timing_cache_enable", "1");
            settings.put("trt_timing_cache_path", engines.getParent().toString());
        }
        return settings;
    }

    /**
     * Shapes in TensorRT's notation.
     *
     * @param inputSize width and height in pixels
     */
    record ImageShapes(int inputSize, int maxBatch) {

        /** TensorRT takes the uint8 image or, where it leaves the first cast to CUDA, the float pixels behind it. */
        private String of(int batch) {
            String shape = batch + "x" + inputSize + "x" + inputSize + "x3";
            return "image:" + shape + ",headwater.pixels:" + shape;
        }
    }
}
