package io.headwater.model;

/**
 * How a session runs.
 *
 * @param device where
 * @param intraOpThreads threads of one run on a CPU; 1 is best where several callers share the cores
 * @param maxBatch images of one run at most
 * @param gpu what else matters if the device is a GPU
 */
public record SessionOptions(Device device, int intraOpThreads, int maxBatch, GpuOptions gpu) {

    public SessionOptions {
        if (intraOpThreads < 1 || maxBatch < 1) {
            throw new IllegalArgumentException(
                    "intraOpThreads and maxBatch must be at least 1, not " + intraOpThreads + " and " + maxBatch);
        }
    }

    /** With {@link GpuOptions#DEFAULT}. */
    public SessionOptions(Device device, int intraOpThreads, int maxBatch) {
        this(device, intraOpThreads, maxBatch, GpuOptions.DEFAULT);
    }

    /** One image at a time and one thread, on the CPU. */
    public static SessionOptions cpu() {
        return new SessionOptions(Device.CPU, 1, 1);
    }

    public SessionOptions withDevice(Device other) {
        return new SessionOptions(other, intraOpThreads, maxBatch, gpu);
    }

    public SessionOptions withMaxBatch(int images) {
        return new SessionOptions(device, intraOpThreads, images, gpu);
    }
}
