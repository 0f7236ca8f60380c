package io.headwater.model.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {

    @TempDir
    Path directory;

    private Path model(int content) throws IOException {
        return Files.writeString(directory.resolve("model-" + content + ".onnx"), "graph " + content);
    }

    @Test
    void aModelFindsItsOwnEnginesAgainAndNoOthers() throws IOException {
        Path root = directory.resolve("engines");

        Path first = EngineCache.directory(root, model(1));

        assertThat(EngineCache.directory(root, model(1))).isEqualTo(first).isDirectory();
        assertThat(EngineCache.directory(root, model(2))).isNotEqualTo(first);
        Path renamed = Files.copy(model(1), directory.resolve("renamed.onnx"));
        assertThat(EngineCache.directory(root, renamed)).isEqualTo(first);
    }

    @Test
    void whatWasNotUsedForLongestGoes() throws IOException {
        Path root = directory.resolve("engines");
        List<Path> engines = new ArrayList<>();
        for (int i = 0; i < EngineCache.KEPT; i++) {
            Path own = EngineCache.directory(root, model(i));
            Files.writeString(own.resolve("TensorrtExecutionProvider.engine"), "compiled");
            Files.setLastModifiedTime(own, FileTime.fromMillis(1_000L * (i + 1)));
            engines.add(own);
        }
        Path timings = Files.writeString(root.resolve("TensorrtExecutionProvider_cache_sm90.timing"), "timings");
        EngineCache.directory(root, model(0));

        Path latest = EngineCache.directory(root, model(EngineCache.KEPT));

        assertThat(latest).isDirectory();
        assertThat(engines.get(0)).isDirectory();
        assertThat(engines.get(1)).doesNotExist();
        assertThat(engines.subList(2, engines.size()))
                .allSatisfy(own -> assertThat(own).isDirectory());
        assertThat(timings).exists();
    }
}
