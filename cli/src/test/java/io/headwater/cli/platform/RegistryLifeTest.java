package io.headwater.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryLifeTest {

    @TempDir
    private Path directory;

    /** Launches a registry, says its process id, and stays. */
    public static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            LocalRegistry registry = LocalRegistry.launch(directory, Ports.free(), directory.resolve("registry.log"));
            System.out.println(registry.pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void endsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dheadwater.home=" + Installation.directory(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle registry =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(registry.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(60)).until(() -> !registry.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }
}
