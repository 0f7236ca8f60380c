package io.headwater.model.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which processors int8 models need help on, by what Linux says of them. */
class CpuFeaturesTest {

    @ParameterizedTest
    @CsvSource({
        "flags : fpu sse4_1 avx2 bmi2, true",
        "flags : fpu sse4_1 avx2 avx512f avx512bw, true",
        "flags : fpu sse4_1 avx2 avx512f avx512_vnni, false",
        "flags : fpu sse4_1 avx2 avx_vnni, false",
        "Features : fp asimd asimddp i8mm, false",
    })
    void knowsProcessorsWithoutVnni(String cpu, boolean lacksVnni) {
        assertThat(CpuFeatures.lacksVnni(cpu)).isEqualTo(lacksVnni);
    }
}
