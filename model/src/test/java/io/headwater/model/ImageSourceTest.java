package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.headwater.model.ImageRejectedException.Reason;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourceTest {

    private static final byte[] ABC = {'a', 'b', 'c'};
    /** printf abc | sha256sum */
    private static final String SHA_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private String base;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/images/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring("/images/".length());
            if (name.equals("slow")) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write(ABC);
                exchange.getResponseBody().flush();
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            } else if (name.matches("\\d+")) {
                exchange.getResponseHeaders().add("Location", "/images/abc");
                exchange.sendResponseHeaders(Integer.parseInt(name), -1);
            } else {
                byte[] body = name.equals("abc") ? ABC : new byte[5000];
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        base = "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private ImageSource source(String... allowed) {
        return new ImageSource(HttpClient.newHttpClient(), List.of(allowed), Duration.ofSeconds(10), 1000);
    }

    private static ImageEvent event(byte[] bytes, String uri, String sha256) {
        return new ImageEvent("1", null, null, null, bytes == null ? null : ByteBuffer.wrap(bytes), uri, sha256);
    }

    @Test
    void takesInlineBytes() throws IOException {
        assertThat(source().bytes(event(ABC, null, null))).isEqualTo(ByteBuffer.wrap(ABC));
        assertThat(source().bytes(event(ABC, null, SHA_OF_ABC))).isEqualTo(ByteBuffer.wrap(ABC));
    }

    @Test
    void fetchesFromAnAllowedPlace() throws IOException {
        assertThat(source(base + "/images/").bytes(event(null, base + "/images/abc", SHA_OF_ABC)))
                .isEqualTo(ByteBuffer.wrap(ABC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BASE/other/abc",
                "BASE/images/../secret",
                "BASE/images/%2e%2e/secret",
                "BASE/images/..%2fsecret",
                "BASE/images-of-others/abc",
                "BASE.evil.example/images/abc",
                "http://user@HOST/images/abc",
                "http://HOST@evil.example/images/abc",
                "http://evil.example/images/abc",
                "https://HOST/images/abc",
                "file:///etc/passwd",
                "not a uri",
                ""
            })
    void refusesEverythingElse(String uri) {
        String text = uri.replace("BASE", base).replace("HOST", base.substring("http://".length()));

        assertRejected(
                source(base + "/images"), event(null, text, SHA_OF_ABC), Reason.URI_NOT_ALLOWED, "image.uri.allow");
    }

    @Test
    void allowsNothingByDefault() {
        assertRejected(source(), event(null, base + "/images/abc", SHA_OF_ABC), Reason.URI_NOT_ALLOWED, base);
    }

    @Test
    void checksTheHash() {
        String other = SHA_OF_ABC.replace('b', 'c');
        assertRejected(source(), event(ABC, null, other), Reason.HASH_MISMATCH, SHA_OF_ABC);
        assertRejected(source(base), event(null, base + "/images/abc", other), Reason.HASH_MISMATCH, SHA_OF_ABC);
        assertRejected(source(base), event(null, base + "/images/abc", null), Reason.HASH_MISMATCH, "sha256");
    }

    @Test
    void limitsTheSize() {
        assertRejected(source(), event(new byte[1001], null, null), Reason.TOO_MANY_BYTES, "image.max.bytes (1000)");
        assertRejected(
                source(base),
                event(null, base + "/images/large", SHA_OF_ABC),
                Reason.TOO_MANY_BYTES,
                "image.max.bytes");
    }

    @Test
    void rejectsAnEventWithoutAnImage() {
        assertRejected(source(), event(null, null, null), Reason.EMPTY, "neither bytes nor a uri");
    }

    /** A redirect could lead to where no uri is allowed to. */
    @ParameterizedTest
    @CsvSource({"404", "410", "403", "302"})
    void rejectsWhatWillNeverBeThere(int status) {
        assertRejected(
                source(base),
                event(null, base + "/images/" + status, SHA_OF_ABC),
                Reason.NOT_FOUND,
                "answered " + status);
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "429"})
    void reportsFaultsThatMayPass(int status) {
        assertThatThrownBy(() -> source(base).bytes(event(null, base + "/images/" + status, SHA_OF_ABC)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered " + status);
    }

    @Test
    void givesUpOnABodyThatTrickles() {
        ImageSource impatient =
                new ImageSource(HttpClient.newHttpClient(), List.of(base), Duration.ofMillis(200), 1000);

        assertThatThrownBy(() -> impatient.bytes(event(null, base + "/images/slow", SHA_OF_ABC)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 200 ms");
    }

    @Test
    void reportsAServerThatIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> source(base).bytes(event(null, base + "/images/abc", SHA_OF_ABC)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(base);
    }

    @Test
    void refusesConfigurationThatCannotWork() {
        HttpClient redirecting = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        assertThatThrownBy(() -> new ImageSource(redirecting, List.of(), Duration.ofSeconds(1), 1))
                .hasMessageContaining("redirects");
        assertThatThrownBy(() -> source("images.example.com/")).hasMessageContaining("image.uri.allow");
    }

    private static void assertRejected(ImageSource source, ImageEvent event, Reason reason, String message) {
        assertThatExceptionOfType(ImageRejectedException.class)
                .isThrownBy(() -> source.bytes(event))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
