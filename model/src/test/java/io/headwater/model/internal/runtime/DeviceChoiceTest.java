package io.headwater.model.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.Device;
import io.headwater.model.InferenceException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {

    private static final InferenceException NO_GPU = new InferenceException("libcudnn.so.9 cannot be loaded");

    @Test
    void onlyAutoFallsBackToTheCpu() {
        List<Device> tried = new ArrayList<>();

        Device opened = DeviceChoice.open(Device.AUTO, device -> {
            tried.add(device);
            if (device.kind() == Device.Kind.GPU) {
                throw NO_GPU;
            }
            return device;
        });

        assertThat(opened).isEqualTo(Device.CPU);
        assertThat(tried).containsExactly(Device.gpu(0), Device.CPU);
        assertThatThrownBy(() -> DeviceChoice.open(Device.gpu(1), device -> {
                    throw NO_GPU;
                }))
                .isSameAs(NO_GPU);
    }
}
