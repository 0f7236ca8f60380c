package io.headwater.cli.zoo;

import io.headwater.cli.CliException;
import io.headwater.service.Backoff;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Brings a file with a known hash to this machine. What has arrived is kept in {@code FILE.part}, so that a transfer
 * that breaks off goes on from there, in the same run or the next; under its own name the file is always the right one.
 */
public final class Download {

    /** Tries in a row that bring nothing new before it gives up. */
    private static final int TRIES = 3;

    private static final double MEGABYTE = 1e6;

    private final URI uri;
    private final Path file;
    private final Path part;
    private final long size;
    private final String sha256;
    private final HttpTransfer transfer;

    /**
     * @param file where it is to be
     * @param size in bytes
     * @param sha256 in lower-case hex
     * @param timeout for the connection, and for each wait for more bytes
     */
    public Download(URI uri, Path file, long size, String sha256, Duration timeout) {
        this.uri = uri;
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.size = size;
        this.sha256 = sha256;
        this.transfer = new HttpTransfer(uri, size, file.resolveSibling(file.getFileName() + ".etag"), timeout);
    }

    /** Whether the file is there already. A damaged one is deleted. */
    public boolean isThere() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        if (Files.size(file) == size && FileHash.sha256(file).equals(sha256)) {
            return true;
        }
        Files.delete(file);
        return false;
    }

    /**
     * Downloads what is missing.
     *
     * @param progress gets the number of bytes that are here
     * @throws CliException it is not there, is another file, or the connection kept breaking
     */
    public void run(LongConsumer progress) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            transfer(channel, progress);
            channel.force(true);
            verify();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            transfer.forget();
        } catch (WrongFileException e) {
            Files.deleteIfExists(part);
            transfer.forget();
            throw new CliException(
                    uri + " is not the file that was pinned: " + e.getMessage()
                            + ". What was downloaded is deleted; try again, or another mirror with --from",
                    e);
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new CliException("Another command is downloading " + file + "; wait for it");
        }
        return lock;
    }

    private void transfer(FileChannel channel, LongConsumer progress)
            throws IOException, InterruptedException, WrongFileException {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
        long farthest = channel.size();
        int tries = 0;
        while (true) {
            try {
                transfer.bring(channel, progress);
                return;
            } catch (IOException e) {
                // Not just any bytes: a server that starts anew each time would be asked for ever.
                tries = channel.size() > farthest ? 1 : tries + 1;
                farthest = Math.max(farthest, channel.size());
                if (tries == TRIES) {
                    throw new CliException(
                            "The download of %s broke off at %.1f of %.1f MB (%s); run the command again to go on from there"
                                    .formatted(uri, channel.size() / MEGABYTE, size / MEGABYTE, reason(e)),
                            e);
                }
                backoff.pause();
            }
        }
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null
                ? name
                : e.getClass() == IOException.class ? e.getMessage() : name + ": " + e.getMessage();
    }

    private void verify() throws IOException, WrongFileException {
        String actual = FileHash.sha256(part);
        if (!actual.equals(sha256)) {
            throw new WrongFileException("its sha256 is " + actual + ", not " + sha256);
        }
    }
}
