package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the state of a classifier takes. */
final class StateSize {

    private StateSize() {}

    /** Bytes of RocksDB's tables below the directory. */
    static long onDisk(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(StateSize::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of the group's changelogs. */
    static long inChangelogs(Cluster cluster, String group) {
        return cluster.bytesOf(topic -> topic.startsWith(group) && topic.endsWith("-changelog"));
    }
}
