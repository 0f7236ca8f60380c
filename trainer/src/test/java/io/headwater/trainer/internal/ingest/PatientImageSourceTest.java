package io.headwater.trainer.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.headwater.model.ImageSource;
import io.headwater.vision.ImageEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatientImageSourceTest {

    private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 503;
    private volatile int failures = Integer.MAX_VALUE;
    private HttpServer server;
    private PatientImageSource source;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int code = requests.incrementAndGet() > failures ? 200 : status;
            exchange.sendResponseHeaders(code, IMAGE.length);
            exchange.getResponseBody().write(IMAGE);
            exchange.close();
        });
        server.start();
        source = source(Duration.ofMillis(400));
    }

    private PatientImageSource source(Duration patience) {
        String allowed = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return new PatientImageSource(
                new ImageSource(HttpClient.newHttpClient(), List.of(allowed), Duration.ofSeconds(60), 1000), patience);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ImageEvent event(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(IMAGE);
            return ImageEvent.newBuilder()
                    .setEventId(name)
                    .setUri("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name)
                    .setSha256(HexFormat.of().formatHex(hash))
                    .build();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFaultThatPassesIsWaitedFor() throws Exception {
        failures = 2;
        assertThat(source(Duration.ofMinutes(5)).round().bytes(event("image"))).isEqualTo(ByteBuffer.wrap(IMAGE));
        assertThat(requests.get()).isEqualTo(3);
    }

    @Test
    void aServerThatStaysGoneIsWaitedForOnce() throws Exception {
        PatientImageSource.Round round = source.round();
        assertThatThrownBy(() -> round.bytes(event("first")))
                .isInstanceOf(PatientImageSource.ImageUnavailableException.class)
                .hasMessageContaining("within 400 ms");

        for (int i = 0; i < 3; i++) {
            int before = requests.get();
            assertThatThrownBy(() -> round.bytes(event("next")))
                    .isInstanceOf(PatientImageSource.ImageUnavailableException.class)
                    .hasMessageContaining("has just been waited for");
            assertThat(requests.get()).isEqualTo(before + 1);
        }

        status = 200;
        assertThat(round.bytes(event("back"))).isEqualTo(ByteBuffer.wrap(IMAGE));
        status = 503;
        assertThatThrownBy(() -> round.bytes(event("gone-again"))).hasMessageContaining("within 400 ms");
    }

    @Test
    void theNextRoundIsPatientAgain() {
        PatientImageSource.Round round = source.round();
        assertThatThrownBy(() -> round.bytes(event("first"))).hasMessageContaining("within 400 ms");
        assertThatThrownBy(() -> source.round().bytes(event("first"))).hasMessageContaining("within 400 ms");
    }
}
