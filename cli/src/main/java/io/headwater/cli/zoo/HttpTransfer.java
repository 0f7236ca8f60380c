package io.headwater.cli.zoo;

import io.headwater.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One try after another to get a file over HTTP, each asking only for what is missing (RFC 9110, section 14).
 *
 * <p>With {@link HttpURLConnection}, because it limits the wait for each read; the newer client limits only the wait for
 * the headers, and a server that stops in the middle would hold it for ever.
 */
final class HttpTransfer {

    private static final int CHUNK = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    /** Too early, too many, time-out: what a client may try again. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    private final URI uri;
    private final long size;
    private final Path etagFile;
    private final int timeoutMillis;

    /** @param etagFile remembers which version of the file the bytes that are here belong to */
    HttpTransfer(URI uri, long size, Path etagFile, Duration timeout) {
        this.uri = uri;
        this.size = size;
        this.etagFile = etagFile;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /**
     * Appends to the channel what it lacks.
     *
     * @throws IOException worth another try, which goes on with what has come
     * @throws WrongFileException it is another file
     * @throws CliException there is none, or the server refuses it
     */
    void bring(FileChannel channel, LongConsumer progress) throws IOException, WrongFileException {
        if (channel.size() > size) {
            channel.truncate(0);
        }
        long have = channel.size();
        if (have == size) {
            return;
        }
        HttpURLConnection connection = connect(have);
        try {
            receive(connection, startOf(connection, have, channel), channel, progress);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect(long have) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        if (have > 0) {
            connection.setRequestProperty("Range", "bytes=" + have + "-");
            if (Files.exists(etagFile)) {
                connection.setRequestProperty("If-Range", Files.readString(etagFile));
            }
        }
        return connection;
    }

    /** Where in the file the answer's bytes begin; the channel holds nothing beyond it. */
    private long startOf(HttpURLConnection connection, long have, FileChannel channel)
            throws IOException, WrongFileException {
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_PARTIAL) {
            Matcher range = CONTENT_RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
            if (!range.matches() || Long.parseLong(range.group(1)) != have) {
                startAnew(channel);
                throw new IOException("the server sent another range than bytes " + have + "-");
            }
            return have;
        }
        if (status == HttpURLConnection.HTTP_OK) {
            startAnew(channel);
            requireSize(connection.getContentLengthLong());
            rememberVersion(connection.getHeaderField("ETag"));
            return 0;
        }
        if (status == RANGE_NOT_SATISFIABLE && have > 0) {
            startAnew(channel);
            throw new IOException("the server has less than is here already");
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            throw new CliException("There is no " + uri + " (the server answered " + status
                    + "); a mirror given with --from needs the paths of the ONNX model zoo");
        }
        if (status >= 500 || PASSING.contains(status)) {
            throw new IOException("the server answered " + status);
        }
        throw new CliException("Cannot download " + uri + ": the server answered " + status);
    }

    private void startAnew(FileChannel channel) throws IOException {
        channel.truncate(0);
        forget();
    }

    private void requireSize(long length) throws WrongFileException {
        if (length >= 0 && length != size) {
            throw new WrongFileException("it has " + length + " bytes, not " + size);
        }
    }

    /** Only a strong validator may be sent with If-Range; without one the hash of the whole file decides alone. */
    private void rememberVersion(String etag) throws IOException {
        if (etag != null && !etag.startsWith("W/")) {
            Files.writeString(etagFile, etag);
        }
    }

    /** Deletes what it remembers beside the file. */
    void forget() throws IOException {
        Files.deleteIfExists(etagFile);
    }

    private void receive(HttpURLConnection connection, long start, FileChannel channel, LongConsumer progress)
            throws IOException, WrongFileException {
        long at = start;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (at + n > size) {
                    throw new WrongFileException("it has more than " + size + " bytes");
                }
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
                progress.accept(at);
            }
        }
        if (at < size) {
            throw new IOException("the connection was closed");
        }
    }
}
