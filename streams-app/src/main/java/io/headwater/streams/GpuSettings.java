package io.headwater.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.headwater.model.Device;
import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.Precision;
import java.nio.file.Path;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the classifier that matter on a GPU. */
final class GpuSettings {

    static final String PROVIDER = "gpu.provider";
    static final String MEMORY_LIMIT_MB = "gpu.memory.limit.mb";
    static final String ENGINE_CACHE = "gpu.engine.cache";
    static final String PRECISION = ClassifierConfig.MODEL_PRECISION;

    private static final int MAX_MEMORY_MB = 1 << 20;

    private GpuSettings() {}

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        PRECISION,
                        Type.STRING,
                        "float32",
                        ValidString.in("float32", "float16", "int8"),
                        Importance.MEDIUM,
                        "Number format that the backbone computes in: float32; float16 on a GPU, where it is faster and"
                                + " takes half the memory; int8 on a CPU with VNNI, about 1.7 times as fast, for versions"
                                + " that have that form (publish.int8 of the trainer). Where the device does not fit it is"
                                + " float32.")
                .define(
                        PROVIDER,
                        Type.STRING,
                        "cuda",
                        ValidString.in("cuda", "tensorrt"),
                        Importance.MEDIUM,
                        "What runs the model on a GPU: cuda, or tensorrt, which compiles each version for the card when"
                                + " it first loads.")
                .define(
                        MEMORY_LIMIT_MB,
                        Type.INT,
                        0,
                        between(0, MAX_MEMORY_MB),
                        Importance.MEDIUM,
                        "Most GPU memory that one loaded version takes for its tensors, in MiB; 0 for no limit. While"
                                + " versions are swapped two are loaded.")
                .define(
                        ENGINE_CACHE,
                        Type.STRING,
                        "data/engines",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Directory of what TensorRT compiled, so that a restart or a rollback loads it again. Keeps the"
                                + " eight versions used last; may be deleted at any time.");
    }

    /** @throws ConfigException float16 is asked for on a CPU */
    static GpuOptions of(AbstractConfig config, Device device) {
        Precision precision = Precision.parse(config.getString(PRECISION));
        if (precision == Precision.FLOAT16 && device.kind() == Device.Kind.CPU) {
            throw new ConfigException(PRECISION, precision, "float16 is for GPUs: with device=cpu use float32");
        }
        return new GpuOptions(
                GpuProvider.parse(config.getString(PROVIDER)),
                precision == Precision.INT8 ? Precision.FLOAT32 : precision,
                config.getInt(MEMORY_LIMIT_MB),
                Path.of(config.getString(ENGINE_CACHE)));
    }
}
