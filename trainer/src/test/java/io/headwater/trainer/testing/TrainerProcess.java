package io.headwater.trainer.testing;

import io.headwater.trainer.TrainerMain;
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

/** The trainer in a process of its own, which can be killed. */
public final class TrainerProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    /** @param output takes what the process prints */
    public TrainerProcess(Map<String, String> settings, Path output) {
        this.output = output;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                TrainerMain.class.getName()));
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

    /** Waits until it runs, whether it works or stands by. */
    public void awaitStarted() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> printed().contains("Health and metrics on port") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("The trainer has ended; it printed:\n" + printed());
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The trainer does not end; it printed:\n" + printed());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
