package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory that holds all of a local platform, locked for as long as the platform uses it. */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = "in-use";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Creates the directory where needed and locks it; the lock ends with the process, however it ends. */
    static DataDirectory lock(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            Path file = path.resolve(LOCK_FILE);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw new CliException("The data directory " + path + " is in use by process " + owner
                        + "; stop that one or choose another with --data-dir");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new CliException(
                    "Cannot use the data directory " + path + " (" + e + "); choose another with --data-dir", e);
        }
    }

    /**
     * Whether a platform that runs has written its process id there. The lock would tell as well, but to look at it takes it,
     * and to close the file afterwards releases one that this process may hold.
     */
    static boolean isInUse(Path directory) {
        try {
            String owner = Files.readString(directory.resolve(LOCK_FILE)).strip();
            return ProcessHandle.of(Long.parseLong(owner))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path broker() {
        return path.resolve("kafka");
    }

    Path registry() {
        return path.resolve("registry");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path artifacts() {
        return path.resolve("artifacts");
    }

    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw CliException.because("Cannot release the data directory " + path, e);
        }
    }
}
