package io.headwater.model.internal.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.InferenceException;
import io.headwater.model.Precision;
import io.headwater.model.SessionOptions;
import io.headwater.model.internal.onnx.Float16Graph;
import io.headwater.model.internal.onnx.OnnxFile;
import io.headwater.model.internal.onnx.TensorNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An ONNX file loaded into ONNX Runtime on one device. DJL starts ONNX Runtime but takes no part in the runs: it would make two
 * managers and a dozen names for each, 7 KB of garbage.
 */
public final class LoadedModel implements AutoCloseable {

    private final OrtEnvironment environment = OnnxRuntime.environment();
    private final OrtSession session;
    private final OrtSession.SessionOptions options;
    private final Device device;

    private LoadedModel(OrtSession session, OrtSession.SessionOptions options, Device device) {
        this.session = session;
        this.options = options;
        this.device = device;
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
        boolean loading = false;
        try {
            narrowed = Files.createTempFile("headwater-float16", ".onnx");
            Files.write(narrowed, Float16Graph.of(OnnxFile.readWhole(onnx)).toByteArray());
            loading = true;
            return load(narrowed, options, device);
        } catch (IOException e) {
            throw new InferenceException("The float16 form of " + onnx + " cannot be written: " + e, e);
        } finally {
            if (!loading) {
                options.close();
            }
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
        try {
            OrtSession session = OnnxRuntime.environment()
                    .createSession(onnx.toAbsolutePath().toString(), options);
            return new LoadedModel(session, options, device);
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw new InferenceException(
                    "ONNX Runtime cannot load " + onnx + " on " + device + ": "
                            + RuntimeMessage.explain(e.getMessage()),
                    e);
        }
    }

    /** Where it runs. */
    public Device device() {
        return device;
    }

    /**
     * Runs images.
     *
     * @param images direct, {@code n * size * size * 3} bytes
     * @param outputs names of the outputs that are wanted
     * @param reader of the outputs, before they are freed
     */
    public <T> T run(ByteBuffer images, int n, int size, Set<String> outputs, Function<RunOutputs, T> reader) {
        long[] shape = {n, size, size, 3};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, images, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(TensorNames.IMAGE, input), outputs)) {
            return reader.apply(new RunOutputs(result));
        } catch (OrtException | RuntimeException e) {
            throw new InferenceException(
                    "Inference failed on " + n + " images: " + RuntimeMessage.explain(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
        } finally {
            options.close();
        }
    }
}
