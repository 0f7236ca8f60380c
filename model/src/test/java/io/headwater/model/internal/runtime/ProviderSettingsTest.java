package io.headwater.model.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.GpuOptions;
import io.headwater.model.GpuProvider;
import io.headwater.model.Precision;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked of the providers; whether a card does it shows only on one. */
class ProviderSettingsTest {

    private static final ProviderSettings.ImageShapes SHAPES = new ProviderSettings.ImageShapes(224, 64);

    @Test
    void limitsTheArenaOnlyWhereItIsAsked() {
        assertThat(ProviderSettings.cuda(GpuOptions.DEFAULT))
                .containsEntry("arena_extend_strategy", "kSameAsRequested")
                .doesNotContainKey("gpu_mem_limit");
        assertThat(ProviderSettings.cuda(new GpuOptions(GpuProvider.CUDA, Precision.FLOAT16, 6_000, null)))
                .containsEntry("gpu_mem_limit", "6291456000");
    }

    @Test
    void oneEngineTakesEveryBatch() {
        Map<String, String> settings = ProviderSettings.tensorRt(GpuOptions.DEFAULT, SHAPES, null);

        assertThat(settings)
                .containsEntry("trt_profile_min_shapes", "image:1x224x224x3,headwater.pixels:1x224x224x3")
                .containsEntry("trt_profile_max_shapes", "image:64x224x224x3,headwater.pixels:64x224x224x3")
                .containsEntry("trt_fp16_enable", "0")
                .doesNotContainKeys("trt_engine_cache_enable", "trt_timing_cache_enable");
    }

    @Test
    void enginesAreOfOneModelAndTimingsOfAll() {
        GpuOptions gpu = new GpuOptions(GpuProvider.TENSORRT, Precision.FLOAT16, 0, Path.of("data", "engines"));

        assertThat(ProviderSettings.tensorRt(gpu, SHAPES, Path.of("data", "engines", "abc")))
                .containsEntry("trt_fp16_enable", "1")
                .containsEntry("trt_engine_cache_enable", "1")
                .containsEntry(
                        "trt_engine_cache_path",
                        Path.of("data", "engines", "abc").toString())
                .containsEntry(
                        "trt_timing_cache_path", Path.of("data", "engines").toString());
    }
}
