package io.headwater.model.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class OpenCvLibraryTest {

    @Test
    void needsNoLibraryThatServersLack() throws IOException {
        OpenCvLibrary.load();

        assertThat(Files.readString(Path.of("/proc/self/maps")))
                .contains("libopencv_java")
                .doesNotContain("highgui", "libgtk", "libgdk");
    }
}
