package io.headwater.streams.internal.inference;

import io.headwater.model.Device;
import io.headwater.model.InferenceSession;

/**
 * How large batches get and how long they wait. On a CPU larger batches save only what each run costs besides its images,
 * and what lies between the layers of a large network soon fits no cache; on a GPU they make the throughput.
 *
 * @param maxBatch images of a batch; 0 for what suits the device and the model
 * @param lingerMillis how long a batch that is not full waits for more images when a GPU is idle
 * @param deviceThreads threads that call a GPU; 0 for one
 */
public record BatchPolicy(int maxBatch, int lingerMillis, int deviceThreads) {

    private static final int GPU_BATCH = 64;
    private static final int LARGEST_CPU_BATCH = 32;

    /**
     * In a run of this length what it costs besides its images is lost. In longer ones what lies between the layers no longer
     * fits a core's cache: with both cores busy an image of the built-in backbone took 403 us in batches of 4 to 12, 427 in
     * batches of 32, 445 alone, on a core with 2 MiB.
     */
    private static final long CPU_BATCH_NANOS = 5_000_000;

    /**
     * Two images of a large network are run together up to this length. MobileNetV2 at 224 pixels, 5 ms an image, took a tenth
     * more of the processor beside a broker than without one in batches of one, a twentieth more in batches of two and of four
     * (medians; docs/performance.md).
     */
    private static final long LONGEST_PAIR_NANOS = 15_000_000;

    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Largest batch that a session on that device is opened for. */
    public int maxBatch(Device device) {
        if (maxBatch > 0) {
            return maxBatch;
        }
        return isGpu(device) ? GPU_BATCH : LARGEST_CPU_BATCH;
    }

    int maxBatch(InferenceSession session) {
        int largest = Math.min(session.maxBatch(), maxBatch(session.device()));
        if (maxBatch > 0 || isGpu(session.device())) {
            return largest;
        }
        return Math.min(largest, cpuBatch(session.nanosPerImage()));
    }

    /** The batch for a model that takes that long for an image. */
    static int cpuBatch(long nanosPerImage) {
        int least = 2 * nanosPerImage <= LONGEST_PAIR_NANOS ? 2 : 1;
        long images = CPU_BATCH_NANOS / Math.max(1, nanosPerImage);
        return (int) Math.max(least, Math.min(LARGEST_CPU_BATCH, images));
    }

    long lingerNanos(InferenceSession session) {
        return (long) lingerMillis * NANOS_PER_MILLI;
    }

    /** Whether workers fill batches together, for a thread of the device to run, rather than each its own. */
    boolean isShared(InferenceSession session) {
        return isGpu(session.device());
    }

    /** Threads that call that device besides the workers: none for a CPU. */
    int threads(Device device) {
        return isGpu(device) ? Math.max(1, deviceThreads) : 0;
    }

    private static boolean isGpu(Device device) {
        return device.kind() == Device.Kind.GPU;
    }
}
