package io.headwater.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    /** So many that the system, which draws them from some 28,000, would repeat one. */
    @Test
    void aFreePortIsGivenOnce() {
        assertThat(IntStream.range(0, 1000).map(i -> Ports.free())).doesNotHaveDuplicates();
    }
}
