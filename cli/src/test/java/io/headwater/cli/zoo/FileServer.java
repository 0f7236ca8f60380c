package io.headwater.cli.zoo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file at {@code /zoo/model.onnx}, as well or as badly as a test wants. */
public final class FileServer implements AutoCloseable {

    /** How many bytes of an answer are sent before the connection is closed. */
    public volatile int cutAfter = Integer.MAX_VALUE;
    /** How many bytes of an answer are sent before nothing more comes. */
    public volatile int stallAfter = Integer.MAX_VALUE;
    /** Answers that are cut or stalled; later ones are whole. */
    public volatile int faults = Integer.MAX_VALUE;

    public volatile boolean ranges = true;
    public volatile String etag = "\"one\"";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile byte[] content;

    public FileServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/zoo/model.onnx", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/zoo/");
    }

    URI file() {
        return base().resolve("model.onnx");
    }

    void replaceBy(byte[] other, String otherEtag) {
        content = other;
        etag = otherEtag;
    }

    /** The Range header of each request, {@code whole} where there was none. */
    public List<String> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? "whole" : range);
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        if (etag != null) {
            exchange.getResponseHeaders().add("ETag", etag);
        }
        int start = 0;
        if (range != null && ranges && (condition == null || condition.equals(etag))) {
            start = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        int length = content.length - start;
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, length);
        boolean faulty = faults-- > 0;
        int sent = faulty ? Math.min(length, Math.min(cutAfter, stallAfter)) : length;
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content, start, sent);
            out.flush();
            if (faulty && stallAfter < length) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
