package io.headwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.headwater.cli.CommandRun;
import io.headwater.cli.Headwater;
import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.SharedPlatform;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@ExtendWith(SharedPlatform.class)
class BadUsageTest {

    @TempDir
    private Path directory;

    static Stream<Arguments> wrongUsage() {
        return Stream.of(
                Arguments.of("Unmatched argument at index 0: 'topcs'", new String[] {"topcs"}),
                Arguments.of("Say what to do: one of apply", new String[] {"topics"}),
                Arguments.of("Unknown option: '--foo'", new String[] {"topics", "apply", "--foo"}),
                Arguments.of("Missing required parameter: 'DIR'", new String[] {"produce"}),
                Arguments.of("--key-by source needs --source", new String[] {"produce", ".", "--key-by", "source"}),
                Arguments.of("Give either EVENT_ID and LABEL, or --csv", new String[] {"feedback", "event"}),
                Arguments.of("Invalid value for option '--kafka-port'", new String[] {"up", "--kafka-port", "many"}),
                Arguments.of(
                        "There is no setting 'retrain.min.new.sample'",
                        new String[] {"up", "--set", "retrain.min.new.sample=200"}),
                Arguments.of(
                        "starts a broker and a registry of its own",
                        new String[] {"up", "--bootstrap-servers", "127.0.0.1:9092"}),
                Arguments.of(
                        "use --classifier-port and --trainer-port", new String[] {"up", "--set", "http.port=9000"}),
                Arguments.of("listens on 127.0.0.1", new String[] {"up", "--set", "http.host=0.0.0.0"}),
                Arguments.of("use --kafka-port", new String[] {"up", "--set", "bootstrap.servers=127.0.0.1:9093"}),
                Arguments.of("use --registry-port", new String[] {"up", "--set", "schema.registry.url=http://x:1"}),
                Arguments.of("'99999' is not a port", new String[] {"up", "--kafka-port", "99999"}),
                Arguments.of("'--preprocess=HOW'", new String[] {"backbone", "import", "x.onnx"}),
                Arguments.of(
                        "Unknown preprocessing 'magic'",
                        new String[] {"backbone", "import", "x.onnx", "--preprocess", "magic"}),
                Arguments.of("Invalid value for positional parameter", new String[] {"models", "promote", "three"}));
    }

    @ParameterizedTest
    @MethodSource("wrongUsage")
    void wrongUsageIsOneLineAndCodeTwo(String message, String[] arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errorLine()).startsWith("headwater").contains(message).contains("--help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void missingFilesAreNamed() {
        assertFails("There is no directory nowhere", "produce", "nowhere");
        assertFails("There is no directory nowhere", "import", "nowhere");
        assertFails("There is no file nowhere.csv", "feedback", "--csv", "nowhere.csv");
        assertFails("There is no settings file nowhere.properties", "results", "--config", "nowhere.properties");
        assertFails("There is no file nowhere.onnx", "backbone", "import", "nowhere.onnx", "--preprocess", "tf");
        assertFails("There are no image files", "produce", directory.toString());
    }

    @Test
    void anImageThatIsTooLargeIsNamedBeforeAnythingIsSent() throws Exception {
        Path big = Files.write(directory.resolve("big.jpg"), new byte[9 * 1024 * 1024]);
        assertFails(big + " has 9.0 MiB, more than image.max.bytes (8.0 MiB)", "produce", directory.toString());
    }

    @Test
    void aBrokerThatIsDownIsNamed() {
        assertFails("No Kafka broker answers at 127.0.0.1:1", "models", "list", "--bootstrap-servers", "127.0.0.1:1");
    }

    @Test
    void aRegistryThatIsDownIsNamed(LocalPlatform platform) {
        assertFails(
                "The schema registry at http://127.0.0.1:1 does not answer",
                "models",
                "list",
                "--bootstrap-servers",
                platform.bootstrapServers(),
                "--schema-registry",
                "http://127.0.0.1:1");
    }

    @Test
    void aBrokerThatRefusesIsNotCalledAbsent(LocalPlatform platform) throws Exception {
        String config = settings(
                platform,
                "kafka.security.protocol=SASL_PLAINTEXT",
                "kafka.sasl.mechanism=PLAIN",
                "kafka.sasl.jaas.config="
                        + "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=b;");
        CommandRun run = CommandRun.of("models", "list", "--config", config);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errorLine())
                .contains("The Kafka broker at " + platform.bootstrapServers() + " refuses: ")
                .contains("check kafka.security.*")
                .doesNotContain("headwater up");
    }

    @Test
    void aRegistryThatRefusesIsNotCalledAbsent(LocalPlatform platform) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            CommandRun run = CommandRun.of(
                    "models", "list", "--bootstrap-servers", platform.bootstrapServers(), "--schema-registry", url);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.errorLine())
                    .contains(url, "401", "check schema.registry.url and registry.*")
                    .doesNotContain("headwater up");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aMissingChampionIsNotTakenForVersionOne(LocalPlatform platform) throws Exception {
        String config = settings(platform, "model.name=nobodys");
        assertFails("Model nobodys has no champion yet", "models", "show", "--config", config);
    }

    @Test
    void missingTopicsAreNamed(LocalPlatform platform) throws Exception {
        String config = settings(platform, "topic.prefix=nothing.");
        assertFails("There is no topic nothing.models", "models", "list", "--config", config);
        assertFails("headwater topics apply", "feedback", "event", "rose", "--config", config);
    }

    /** A file of settings for the platform and what else the lines say. */
    private String settings(LocalPlatform platform, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("bootstrap.servers=" + platform.bootstrapServers());
        all.add("schema.registry.url=" + platform.registryUrl());
        return Files.write(directory.resolve("settings.properties"), all).toString();
    }

    private static void assertFails(String message, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.errorLine()).startsWith("headwater " + arguments[0]).contains(message);
    }

    @Test
    void everyCommandAndOptionIsExplained() {
        List<CommandLine> commands = new ArrayList<>();
        collect(Headwater.commandLine(), commands);
        assertThat(commands).hasSizeGreaterThan(18);
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            String[] description = command.getCommandSpec().usageMessage().description();
            assertThat(description).as(name).isNotEmpty();
            if (command.getSubcommands().isEmpty()) {
                assertThat(String.join(" ", description)).as(name).contains("Example");
                assertThat(command.getCommandSpec().findOption("--json"))
                        .as(name)
                        .isNotNull();
            }
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(option.description())
                        .as(name + " " + option.longestName())
                        .isNotEmpty();
            }
        }
    }

    private static void collect(CommandLine command, List<CommandLine> commands) {
        if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
            commands.add(command);
            command.getSubcommands().values().forEach(child -> collect(child, commands));
        }
    }
}
