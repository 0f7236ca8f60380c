package io.headwater.model;

import java.nio.file.Path;

/**
 * How a session runs if it runs on a GPU; without effect on a CPU.
 *
 * @param precision FLOAT32, or FLOAT16: twice as fast or more on a card with tensor cores, probabilities differ by
 *     about 0.01 at most
 * @param memoryLimitMiB most that the arena of one session takes of the card's memory; 0 for no limit. During a swap
 *     there are two sessions
 * @param engines directory where TensorRT keeps what it compiled; null keeps nothing, so that every load compiles
 */
public record GpuOptions(GpuProvider provider, Precision precision, int memoryLimitMiB, Path engines) {

    /** CUDA in float32, without a limit. */
    public static final GpuOptions DEFAULT = new GpuOptions(GpuProvider.CUDA, Precision.FLOAT32, 0, null);

    public GpuOptions {
        if (precision == Precision.INT8) {
            throw new IllegalArgumentException("int8 is for CPUs: use float32 or float16 on a GPU");
        }
        if (memoryLimitMiB < 0) {
            throw new IllegalArgumentException("The memory limit must be at least 0, not " + memoryLimitMiB);
        }
    }
}
