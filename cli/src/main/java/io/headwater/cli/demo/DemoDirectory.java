package io.headwater.cli.demo;

import io.headwater.cli.CliException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * The data directory of a run: the user's own, which must be empty, or a temporary one, which is deleted at a good end
 * and kept, with its logs, at a bad one.
 */
final class DemoDirectory implements AutoCloseable {

    private final Path path;
    private boolean delete;

    private DemoDirectory(Path path, boolean delete) {
        this.path = path;
        this.delete = delete;
    }

    /** @param chosen the user's own; null for a temporary one */
    static DemoDirectory open(Path chosen, boolean keep) {
        try {
            if (chosen == null) {
                return new DemoDirectory(Files.createTempDirectory("headwater-demo-"), !keep);
            }
            Files.createDirectories(chosen);
            try (Stream<Path> files = Files.list(chosen)) {
                // The audit counts everything in the topics, so nothing may be in them from before.
                if (files.findAny().isPresent()) {
                    throw new CliException("The demo needs an empty data directory and " + chosen
                            + " is not; choose another with --data-dir (or HEADWATER_DATA_DIR), or leave it out");
                }
            }
            return new DemoDirectory(chosen, false);
        } catch (IOException e) {
            throw new CliException("Cannot use " + chosen + " as data directory (" + e + ")", e);
        }
    }

    Path path() {
        return path;
    }

    boolean stays() {
        return !delete;
    }

    /** Leaves the directory where it is. */
    void keep() {
        delete = false;
    }

    @Override
    public void close() {
        if (!delete) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new CliException("Cannot delete the temporary data directory " + path + " (" + e + ")", e);
        }
    }
}
