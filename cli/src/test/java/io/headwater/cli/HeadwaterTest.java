package io.headwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadwaterTest {

    @Test
    void isVerboseByOptionOrEnvironment() {
        String[] none = {"topics", "apply"};
        assertThat(Headwater.isVerbose(none, Map.of())).isFalse();
        assertThat(Headwater.isVerbose(none, Map.of("HEADWATER_VERBOSE", "false")))
                .isFalse();
        assertThat(Headwater.isVerbose(none, Map.of("HEADWATER_VERBOSE", "true")))
                .isTrue();
        assertThat(Headwater.isVerbose(new String[] {"topics", "apply", "-v"}, Map.of()))
                .isTrue();
        assertThat(Headwater.isVerbose(new String[] {"--verbose"}, Map.of())).isTrue();
    }
}
