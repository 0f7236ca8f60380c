package io.headwater.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.cli.CliException;
import io.headwater.cli.client.Cluster;
import io.headwater.cli.client.RecordSender;
import io.headwater.cli.client.TopicReader;
import io.headwater.cli.topics.TopicOutcome;
import io.headwater.cli.topics.TopicSetup;
import io.headwater.vision.Feedback;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlatformTest {

    @TempDir
    private Path directory;

    @Test
    void keepsRecordsAndSchemasOverARestart() {
        PlatformOptions options = PlatformOptions.in(directory).onFreePorts().withoutApps();
        List<String> report = new ArrayList<>();
        try (LocalPlatform platform = LocalPlatform.start(options, report::add);
                Cluster cluster = Cluster.connect(platform.config());
                RecordSender<Feedback> sender =
                        RecordSender.open(cluster, cluster.topics().feedback())) {
            sender.sendNow("event", feedback("event"));
            assertThatThrownBy(() -> LocalPlatform.start(options, line -> {}))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data-dir");
        }
        assertThat(report).hasSize(3);

        try (LocalPlatform platform = LocalPlatform.start(options, line -> {});
                Cluster cluster = Cluster.connect(platform.config());
                TopicReader<Feedback> reader =
                        TopicReader.fromBeginning(cluster, cluster.topics().feedback())) {
            assertThat(reader.readToEnd())
                    .extracting(entry -> entry.value().getEventId())
                    .containsExactly("event");
            assertThat(new TopicSetup(cluster.config(), cluster.admin(), cluster.registry()).apply())
                    .allMatch(outcome -> outcome.state() == TopicOutcome.State.UNCHANGED && !outcome.schemaNew());
        }
    }

    private static Feedback feedback(String eventId) {
        return Feedback.newBuilder()
                .setEventId(eventId)
                .setLabel("rose")
                .setLabelledAt(Instant.EPOCH)
                .build();
    }

    @Test
    void namesThePortThatIsTakenAndTheOption() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PlatformOptions options = new PlatformOptions(
                    directory,
                    0,
                    taken.getLocalPort(),
                    0,
                    0,
                    false,
                    PlatformOptions.in(directory).settings());
            assertThatThrownBy(() -> LocalPlatform.start(options, line -> {}))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("--registry-port");
        }
        // The data directory was released.
        DataDirectory.lock(directory).close();
    }
}
