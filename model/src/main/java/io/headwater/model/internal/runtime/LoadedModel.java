package io.headwater.model.internal.runtime;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.InferenceException;
import io.headwater.model.Precision;
import io.headwater.model.SessionOptions;
import io.headwater.model.UnsupportedModelException;
import io.headwater.model.internal.onnx.Float16Graph;
import io.headwater.model.internal.onnx.OnnxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An ONNX file loaded into DJL's ONNX Runtime engine on one device. */
public final class LoadedModel implements AutoCloseable {

    private final Model model;
    private final OrtSession.SessionOptions options;
    private final Device device;
    /** Not used by the engine, but asked for at each run. */
    private final ParameterStore noParameters;

    private LoadedModel(Model model, OrtSession.SessionOptions options, Device device) {
        this.model = model;
        this.options = options;
        this.device = device;
        this.noParameters = new ParameterStore(model.getNDManager(), false);
    }

    /**
     * Loads the file.
     *
     * @param inputSize width and height of its images
     * @param options with the device that it runs on, never AUTO
     * @throws InferenceException ONNX Runtime refuses the file, or the device is not there
     */
    public static LoadedModel load(Path onnx, int inputSize, SessionOptions options) {
        if (options.device().kind() == Device.Kind.CPU) {
            return load(onnx, OnnxRuntime.cpuOptions(options.intraOpThreads()), Device.CPU);
        }
        OrtSession.SessionOptions session = GpuRuntime.options(onnx, inputSize, options);
        GpuOptions gpu = options.gpu();
        // TensorRT narrows the float32 graph itself, and leaves in float32 what would suffer.
        return gpu.provider() == GpuProvider.CUDA && gpu.precision() == Precision.FLOAT16
                ? loadNarrowed(onnx, session, options.device())
                : load(onnx, session, options.device());
    }

    private static LoadedModel loadNarrowed(Path onnx, OrtSession.SessionOptions options, Device device) {
        Path narrowed = null;
        try {
            narrowed = Files.createTempFile("headwater-float16", ".onnx");
            Files.write(narrowed, Float16Graph.of(OnnxFile.readWhole(onnx)).toByteArray());
            return load(narrowed, options, device);
        } catch (IOException e) {
            options.close();
            throw new InferenceException("The float16 form of " + onnx + " cannot be written: " + e, e);
        } catch (UnsupportedModelException e) {
            options.close();
            throw e;
        } finally {
            // ONNX Runtime has read all of it, and every version would leave one behind.
            delete(narrowed);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static LoadedModel load(Path onnx, OrtSession.SessionOptions options, Device device) {
        String name = onnx.getFileName().toString();
        // DJL's own device stays the CPU: where the session runs is in the options, and tensors come from the host.
        Model model = Model.newInstance(name, ai.djl.Device.cpu(), OnnxRuntime.ENGINE);
        try {
            // Without an options map DJL would load on the CPU whatever the device.
            model.load(onnx.toAbsolutePath().getParent(), name, Map.of("sessionOptions", options));
            return new LoadedModel(model, options, device);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            options.close();
            throw new InferenceException("ONNX Runtime cannot load " + onnx + " on " + device + ": " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() instanceof OrtException ? e.getCause() : e;
        return RuntimeMessage.explain(cause.getMessage());
    }

    /** Where it runs. */
    public Device device() {
        return device;
    }

    /** What is done with the outputs of a run before they are freed. */
    public interface Outputs<T> {
        T read(NDList outputs);
    }

    /**
     * Runs the first {@code n} images of a direct buffer.
     *
     * @param images {@code n * size * size * 3} bytes
     */
    public <T> T run(ByteBuffer images, int n, int size, Outputs<T> reader) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray input = manager.create(images, new Shape(n, size, size, 3), DataType.UINT8);
            NDList outputs = model.getBlock().forward(noParameters, new NDList(input), false);
            return reader.read(outputs);
        } catch (RuntimeException e) {
            throw new InferenceException("Inference failed on " + n + " images: " + reason(e), e);
        }
    }

    @Override
    public void close() {
        model.close();
        options.close();
    }
}
