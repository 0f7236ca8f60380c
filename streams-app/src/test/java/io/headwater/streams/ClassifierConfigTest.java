package io.headwater.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.Precision;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ClassifierConfigTest {

    @Test
    void readsWhatMattersOnAGpu() {
        Map<String, String> settings = Map.of(
                "device", "gpu:1",
                "model.precision", "float16",
                "gpu.provider", "tensorrt",
                "gpu.memory.limit.mb", "4000",
                "gpu.engine.cache", "engines");

        assertThat(new ClassifierConfig(settings).gpuOptions())
                .isEqualTo(new GpuOptions(GpuProvider.TENSORRT, Precision.FLOAT16, 4000, Path.of("engines")));
        assertThat(new ClassifierConfig(Map.of()).gpuOptions().precision()).isEqualTo(Precision.FLOAT32);
    }

    @Test
    void refusesFloat16OnACpu() {
        assertThatThrownBy(() -> new ClassifierConfig(Map.of("device", "cpu", "model.precision", "float16")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("device=cpu")
                .hasMessageContaining("float32");
        assertThat(new ClassifierConfig(Map.of("device", "auto", "model.precision", "float16")).gpuOptions())
                .extracting(GpuOptions::precision)
                .isEqualTo(Precision.FLOAT16);
    }

    @Test
    void theProfileSaysWhatIsNotSet() {
        ClassifierConfig profile = new ClassifierConfig(Map.of("profile", "throughput"));
        assertThat(profile.maxInFlight()).isEqualTo(64);
        assertThat(profile.commitIntervalMillis()).isEqualTo(1_000);

        ClassifierConfig set =
                new ClassifierConfig(Map.of("profile", "throughput", "max.in.flight", "5", "commit.interval.ms", "50"));
        assertThat(set.maxInFlight()).isEqualTo(5);
        assertThat(set.commitIntervalMillis()).isEqualTo(50);
    }

    @Test
    void namesADeviceThatItDoesNotKnow() {
        assertThatThrownBy(() -> new ClassifierConfig(Map.of("device", "tpu")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auto, cpu or gpu:N");
    }
}
