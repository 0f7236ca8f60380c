package io.headwater.trainer.internal.tail;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Convolutions do not depend on what lay in memory before. Without {@code DNNL_MAX_CPU_ISA=SSE41} in the environment they
 * do on processors with AVX: see docs/architecture.md.
 */
class ConvolutionTest {

    @ParameterizedTest
    @ValueSource(ints = {10, 12, 20, 24})
    void isFiniteWhateverTheMemoryHeld(int channels) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray images = manager.ones(new Shape(8, channels, 9, 9));
            NDArray weights = manager.ones(new Shape(channels, channels, 3, 3));
            leaveNaNsBehind(manager);
            NDArray result = Conv2d.conv2d(images, weights, null, new Shape(2, 2), new Shape(1, 1), new Shape(1, 1), 1)
                    .singletonOrThrow();
            assertThat(result.get("0, 0, 1, 1").getFloat()).isEqualTo(9f * channels);
            assertThat(result.isNaN().any().getBoolean()).isFalse();
        }
    }

    private static void leaveNaNsBehind(NDManager manager) {
        try (NDManager garbage = manager.newSubManager()) {
            for (int size = 100; size < 200_000; size = size * 21 / 20) {
                for (int i = 0; i < 10; i++) {
                    garbage.full(new Shape(size), Float.NaN);
                }
            }
        }
    }
}
