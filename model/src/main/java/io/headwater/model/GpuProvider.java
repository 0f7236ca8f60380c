package io.headwater.model;

import java.util.Locale;

/** What runs a model on an NVIDIA GPU. */
public enum GpuProvider {
    /** ONNX Runtime's own kernels, cuBLAS and cuDNN: loads in seconds. */
    CUDA,
    /** Compiles the model for the card: faster, but every version takes a while to load the first time. */
    TENSORRT;

    /** Parses {@code cuda} or {@code tensorrt}. */
    public static GpuProvider parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "cuda" -> CUDA;
            case "tensorrt" -> TENSORRT;
            default -> throw new IllegalArgumentException("Unknown GPU provider '" + text + "': use cuda or tensorrt");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
