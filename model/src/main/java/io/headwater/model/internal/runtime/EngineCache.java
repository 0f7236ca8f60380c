package io.headwater.model.internal.runtime;

import io.headwater.model.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories for what TensorRT compiles, one a model. ONNX Runtime finds an engine by the names of the graph's nodes,
 * which are the same in every version: in a common directory a version would be served by the weights of another.
 */
final class EngineCache {

    /** Enough for a champion, its predecessors and a rollback. */
    static final int KEPT = 8;

    private EngineCache() {}

    /** The model's own directory under {@code root}, now the most recently used; those not used for longest go. */
    static Path directory(Path root, Path onnx) throws IOException {
        // The graph names its external weights by their hash, so its own hash stands for them too.
        Path directory = Files.createDirectories(root.toAbsolutePath().resolve(Sha256.of(onnx)));
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        prune(directory.getParent());
        return directory;
    }

    private static void prune(Path root) throws IOException {
        List<Path> stale;
        try (Stream<Path> directories = Files.list(root)) {
            stale = directories
                    .filter(Files::isDirectory)
                    .sorted(Comparator.comparing(EngineCache::lastUse).reversed())
                    .skip(KEPT)
                    .toList();
        }
        for (Path directory : stale) {
            delete(directory);
        }
    }

    private static FileTime lastUse(Path directory) {
        try {
            return Files.getLastModifiedTime(directory);
        } catch (IOException e) {
            // Another process has just deleted it.
            return FileTime.fromMillis(0);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
