package io.headwater.streams.internal.inference;

import io.headwater.model.Device;
import io.headwater.model.InferenceSession;

/**
 * How large batches get and how long they wait. On a CPU batches above a few images gain nothing and cost latency, so
 * they never wait and are shared among the workers; on a GPU they make the throughput.
 *
 * @param maxBatch images of a batch; 0 for the device's default
 * @param lingerMillis how long a batch that is not full waits while more images are being decoded; -1 for the default
 * @param threads inference threads; 0 for the device's default
 */
public record BatchPolicy(int maxBatch, int lingerMillis, int threads) {

    private static final int CPU_BATCH = 4;
    private static final int GPU_BATCH = 64;
    private static final int GPU_LINGER_MILLIS = 5;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Largest batch on that device. */
    public int maxBatch(Device device) {
        if (maxBatch > 0) {
            return maxBatch;
        }
        return isGpu(device) ? GPU_BATCH : CPU_BATCH;
    }

    int maxBatch(InferenceSession session) {
        return Math.min(session.maxBatch(), maxBatch(session.device()));
    }

    long lingerNanos(InferenceSession session) {
        int millis = lingerMillis >= 0 ? lingerMillis : isGpu(session.device()) ? GPU_LINGER_MILLIS : 0;
        return (long) millis * NANOS_PER_MILLI;
    }

    /** Images that one worker takes of those that wait. */
    int share(InferenceSession session, int waiting) {
        int workers = threads(session.device());
        return isGpu(session.device()) ? waiting : (waiting + workers - 1) / workers;
    }

    /** Inference threads on that device: one for a GPU, one a core on a CPU. */
    public int threads(Device device) {
        if (threads > 0) {
            return threads;
        }
        return isGpu(device) ? 1 : Runtime.getRuntime().availableProcessors();
    }

    private static boolean isGpu(Device device) {
        return device.kind() == Device.Kind.GPU;
    }
}
