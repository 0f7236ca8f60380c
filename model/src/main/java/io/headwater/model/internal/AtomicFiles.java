package io.headwater.model.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that appear whole or not at all, also after a power cut. */
public final class AtomicFiles {

    /** Fills a file that does not have its final name yet. */
    public interface Writer {
        void write(Path temporary) throws IOException;
    }

    private AtomicFiles() {}

    /** Writes a temporary file next to the target, forces it to the disk and renames it; creates the directories. */
    public static void write(Path target, Writer writer) throws IOException {
        Path directory = target.getParent();
        Files.createDirectories(directory);
        // A name of its own: another process may be writing the same target.
        Path temporary = Files.createTempFile(directory, ".", ".tmp");
        try {
            writer.write(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            makeReadable(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(directory);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Temporary files are made for their owner only; the apps of one store may run as different users of a group. */
    private static void makeReadable(Path file) {
        file.toFile().setReadable(true, false);
    }

    /** A rename is durable once its directory is; Windows cannot open a directory and does not need to. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Nothing more can be done: the file itself is on the disk.
        }
    }
}
