package io.headwater.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.service.testing.ServiceProcess;
import io.headwater.streams.testing.TestPlatform;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classifier as a program: what it prints and how it ends. */
class ClassifierMainTest {

    @TempDir
    Path directory;

    @Test
    void saysInOneLineWhichSettingIsWrong() {
        assertThat(failure(Map.of("max.in.flight", "many")))
                .contains("max.in.flight")
                .contains("many");
        assertThat(failure(Map.of("device", "tpu"))).contains("device").contains("tpu");
        assertThat(failure(Map.of("artifact.store", "ftp://bucket")))
                .contains("artifact.store")
                .contains("ftp://bucket");
        assertThat(failure(Map.of("image.uri.allow", "ftp://images/"))).contains("ftp://images/");
        assertThat(failure(Map.of("kafka.max.poll.interval.ms", "1000")))
                .contains("max.poll.interval.ms")
                .contains("image.worst.ms");
    }

    @Test
    void saysInOneLineThatNoBrokerAnswers() {
        Map<String, String> settings = Map.of("bootstrap.servers", "127.0.0.1:1", "startup.timeout.ms", "1000");
        assertThat(failure(settings)).contains("127.0.0.1:1").contains("bootstrap.servers");
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(failure(Map.of("http.port", Integer.toString(taken.getLocalPort()), "http.host", "0.0.0.0")))
                    .contains("http.port")
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void saysInOneLineThatTheRegistryIsDown() {
        try (TestPlatform platform = new TestPlatform(directory.resolve("platform"))) {
            Map<String, String> settings = platform.classifierSettings();
            settings.put("schema.registry.url", "http://127.0.0.1:1");
            settings.put("startup.timeout.ms", "1000");
            assertThat(failure(settings)).contains("http://127.0.0.1:1").contains("schema.registry.url");
        }
    }

    @Test
    void printsItsSettingsWithoutSecretsAndEndsOnASignal() {
        try (TestPlatform platform = new TestPlatform(directory.resolve("platform"))) {
            Map<String, String> settings = platform.classifierSettings();
            settings.put("kafka.ssl.key.password", "very secret");
            try (ServiceProcess process =
                    new ServiceProcess(ClassifierMain.class, "512m", settings, directory.resolve("log"))) {
                process.awaitPrinted("Health and metrics on port");
                assertThat(process.printed())
                        .contains("device = cpu", "kafka.ssl.key.password = [hidden]")
                        .doesNotContain("very secret");
                // 128 + SIGTERM: what a process that ran its shutdown hooks ends with.
                assertThat(process.stop()).isEqualTo(143);
            }
        }
    }

    /** The last line that a start with these settings prints. */
    private String failure(Map<String, String> settings) {
        Path log = directory.resolve("log-" + settings.hashCode());
        try (ServiceProcess process = new ServiceProcess(ClassifierMain.class, "512m", settings, log)) {
            return process.awaitRefusal("headwater classifier");
        }
    }
}
