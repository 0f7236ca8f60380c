package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * An image file to be sent.
 *
 * @param path the file
 * @param relative its path below the directory that was named, with {@code /}
 * @param directory name of the sub-directory that holds it, or the label that the name stands for; null for files of the
 *     named directory itself
 * @param eventId event id that it had when it was exported; null for one of its path and content
 */
public record ImageFile(Path path, String relative, String directory, String eventId) {

    private static final int HASH_DIGITS = 12;
    private static final Map<String, String> TYPES = Map.of(
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "png", "image/png",
            "webp", "image/webp",
            "gif", "image/gif",
            "bmp", "image/bmp",
            "tif", "image/tiff",
            "tiff", "image/tiff");

    static boolean isImage(Path path) {
        return TYPES.containsKey(extension(path));
    }

    private static String extension(Path path) {
        String name = path.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the file. Unless it has one, the event id is its relative path and the beginning of its content's SHA-256: the
     * same file gives the same id every time, a changed one another.
     *
     * @param source where the image comes from; null for unknown
     */
    public ImageEvent event(String source) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            String hash = sha256(bytes);
            return ImageEvent.newBuilder()
                    .setEventId(eventId != null ? eventId : relative + "@" + hash.substring(0, HASH_DIGITS))
                    .setSource(source)
                    .setCapturedAt(
                            Instant.ofEpochMilli(Files.getLastModifiedTime(path).toMillis()))
                    .setContentType(TYPES.get(extension(path)))
                    .setBytes(ByteBuffer.wrap(bytes))
                    .setSha256(hash)
                    .build();
        } catch (IOException e) {
            throw new CliException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
