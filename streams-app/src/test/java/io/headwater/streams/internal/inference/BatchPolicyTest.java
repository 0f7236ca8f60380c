package io.headwater.streams.internal.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPolicyTest {

    @ParameterizedTest
    @CsvSource({"0, 32", "5000, 32", "400000, 12", "2500000, 2", "6000000, 2", "7500000, 2", "8000000, 1", "90000000, 1"
    })
    void theLargerTheNetworkTheSmallerTheBatchOnACpu(long nanosPerImage, int images) {
        assertThat(BatchPolicy.cpuBatch(nanosPerImage)).isEqualTo(images);
    }
}
