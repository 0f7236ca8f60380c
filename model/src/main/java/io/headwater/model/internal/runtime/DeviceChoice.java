package io.headwater.model.internal.runtime;

import io.headwater.model.Device;
import io.headwater.model.InferenceException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves {@code auto}: the first GPU where there is one that works, the CPU elsewhere. */
public final class DeviceChoice {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

    /** Said once per process, not at every swap. */
    private static boolean fallbackReported;

    private static volatile boolean gpuWorked;

    private DeviceChoice() {}

    /** Opens something on the device; what fails with AUTO on the GPU is opened on the CPU. */
    public static <T> T open(Device device, Function<Device, T> opener) {
        if (device.kind() != Device.Kind.AUTO) {
            return opener.apply(device);
        }
        try {
            T opened = opener.apply(Device.gpu(0));
            gpuWorked = true;
            return opened;
        } catch (InferenceException e) {
            // A model that fails on a GPU that works, for want of memory perhaps, must not take the throughput along.
            if (gpuWorked) {
                throw e;
            }
            reportFallback(e.getMessage());
            return opener.apply(Device.CPU);
        }
    }

    private static synchronized void reportFallback(String reason) {
        if (!fallbackReported) {
            fallbackReported = true;
            LOG.info("Inference runs on the CPU. {}", reason);
        }
    }
}
