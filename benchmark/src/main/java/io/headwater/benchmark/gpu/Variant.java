package io.headwater.benchmark.gpu;

import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.InferenceSession;
import io.headwater.model.Precision;
import io.headwater.model.SessionOptions;
import java.nio.file.Path;

/** One way to run a model. */
record Variant(Device device, GpuProvider provider, Precision precision) {

    InferenceSession open(Path onnx, int maxBatch, Path engines) {
        GpuOptions gpu = new GpuOptions(provider, precision, 0, engines);
        return InferenceSession.open(onnx, new SessionOptions(device, 1, maxBatch, gpu));
    }

    @Override
    public String toString() {
        return device.kind() == Device.Kind.CPU ? "cpu" : provider + " " + precision;
    }
}
