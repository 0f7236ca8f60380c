package io.headwater.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A service in a process of its own, which can be killed. */
public final class ServiceProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    /**
     * Starts it.
     *
     * @param heap of the JVM, as in {@code -Xmx}
     * @param settings that it is given as arguments
     * @param output takes what it prints
     */
    public ServiceProcess(Class<?> main, String heap, Map<String, String> settings, Path output) {
        this.output = output;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                main.getName()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // Not on the command line: a long one crashes ONNX Runtime 1.29.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Freezes the process for that long, as a machine that is paused does. */
    public void pause(Duration duration) {
        signal("STOP");
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            signal("CONT");
        }
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends the signal that asks the process to end, and returns its exit code. */
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    public int awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The process does not end; it printed:\n" + printed());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Waits for the end of a start that fails: code 2, one line of the service's own, no stack trace. Returns the last line. */
    public String awaitRefusal(String service) {
        assertThat(awaitEnd()).isEqualTo(2);
        String[] lines = printed().strip().split("\n");
        assertThat(lines).filteredOn(line -> line.startsWith(service + ": ")).hasSize(1);
        assertThat(printed()).doesNotContain("\tat ");
        return lines[lines.length - 1];
    }

    /** Waits for the text; an error with all that was printed where the process ends without it. */
    public void awaitPrinted(String text) {
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> printed().contains(text) || !process.isAlive());
        if (!printed().contains(text)) {
            throw new AssertionError("The process has ended; it printed:\n" + printed());
        }
    }

    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
