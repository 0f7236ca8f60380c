package io.headwater.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.service.testing.ServiceProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer as a program: how it ends where it cannot start. */
class TrainerMainTest {

    @TempDir
    Path directory;

    @Test
    void saysInOneLineWhichSettingIsWrong() {
        assertThat(failure(Map.of("artifact.store", "ftp://bucket")))
                .contains("artifact.store")
                .contains("ftp://bucket");
        assertThat(failure(Map.of("retrain.cron", "every day"))).contains("retrain.cron");
        assertThat(failure(Map.of("kafka.security.protocol", "secret"))).contains("security.protocol");
    }

    @Test
    void saysInOneLineThatNoBrokerAnswers() {
        Map<String, String> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "kafka.default.api.timeout.ms",
                "1000",
                "kafka.request.timeout.ms",
                "1000");
        assertThat(failure(settings)).contains("127.0.0.1:1").contains("bootstrap.servers");
    }

    /** The last line that a start with these settings prints. */
    private String failure(Map<String, String> settings) {
        Path log = directory.resolve("log-" + settings.hashCode());
        try (ServiceProcess process = new ServiceProcess(TrainerMain.class, "256m", settings, log)) {
            return process.awaitRefusal("headwater trainer");
        }
    }
}
