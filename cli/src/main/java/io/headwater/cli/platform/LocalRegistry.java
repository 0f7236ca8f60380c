package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A schema registry for one machine: Apicurio in a process of its own, with Confluent's API, its schemas on disk, on
 * the loopback interface.
 */
public final class LocalRegistry implements AutoCloseable {

    private static final String CONFLUENT_API = "/apis/ccompat/v7";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final int port;
    private final Path log;

    private LocalRegistry(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Launches the process; {@link #awaitReady} waits until it answers.
     *
     * @param directory where the schemas are kept
     * @param log file that the process's output goes to
     */
    public static LocalRegistry launch(Path directory, int port, Path log) {
        try {
            Files.createDirectories(directory);
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command(directory, port));
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new LocalRegistry(builder.start(), port, log);
        } catch (IOException e) {
            throw new CliException("Cannot start the schema registry: " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path directory, int port) throws IOException {
        Path database = directory.toAbsolutePath().resolve("schemas");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(classArchive(Installation.directory().resolve("registry.jsa")));
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.banner.enabled=false");
        // Without WRITE_DELAY=0 a crash can lose a schema that was acknowledged.
        command.add("-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + database + ";WRITE_DELAY=0");
        command.addAll(List.of("-cp", ownClasses() + System.getProperty("path.separator") + apicurio()));
        command.add(RegistryProcess.class.getName());
        return command;
    }

    /** Maps the classes from where the launcher had them recorded when it built; or records them. */
    private static List<String> classArchive(Path archive) {
        if (Boolean.getBoolean(RegistryProcess.ARCHIVE_PROPERTY)) {
            return List.of("-XX:ArchiveClassesAtExit=" + archive, "-D" + RegistryProcess.ARCHIVE_PROPERTY + "=true");
        }
        return Files.exists(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:class+path=off")
                : List.of();
    }

    private static Path ownClasses() {
        return Path.of(URI.create(RegistryProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private static Path apicurio() throws IOException {
        Path directory = Installation.directory().resolve("registry");
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                        .findFirst()
                        .orElseThrow(() -> incomplete(directory));
            }
        }
        throw incomplete(directory);
    }

    private static CliException incomplete(Path directory) {
        return new CliException(
                "The schema registry is not in " + directory + "; build again with: ./mvnw -DskipTests package");
    }

    /** Waits until the registry answers; fails when its process ends or does not answer within two minutes. */
    public void awaitReady() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!answers(client, request)) {
            if (!process.isAlive()) {
                throw new CliException("The schema registry ended with code " + process.exitValue() + "; see " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        "The schema registry is not up after " + START_TIMEOUT.toSeconds() + " s; see " + log);
            }
            pause();
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while the schema registry was starting", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while the schema registry was starting", e);
        }
    }

    /** Address of the Confluent API: what clients take as their schema.registry.url. */
    public String url() {
        return "http://127.0.0.1:" + port + CONFLUENT_API;
    }

    /** Process id, for those who watch it. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
