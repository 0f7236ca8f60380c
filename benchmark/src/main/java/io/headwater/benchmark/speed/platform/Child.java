package io.headwater.benchmark.speed.platform;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that is asked and answers by lines, and can be frozen. */
public final class Child implements AutoCloseable {

    /** Ticks of {@code /proc/PID/stat} in a second: USER_HZ, which is 100 on every Linux that runs Java. */
    private static final int MILLIS_PER_TICK = 10;

    private static final String CLASS_PATH = "CLASSPATH";
    private static final long STOP_SECONDS = 20;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader answers;

    /** What is still alive, so that none outlives the harness: a frozen process does not see its input end. */
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A JVM with this one's class path. */
    public static Child java(String name, Path log, List<String> options, Class<?> main, String... arguments) {
        return java(name, log, List.of(), options, main, arguments);
    }

    /** @param first jars that come before all others */
    public static Child java(
            String name, Path log, List<Path> first, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dai.djl.offline=true");
        for (String property : List.of("headwater.home", "headwater.project")) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        String classPath = Stream.concat(first.stream().map(Path::toString), Stream.of(System.getenv(CLASS_PATH)))
                .collect(Collectors.joining(File.pathSeparator));
        return start(name, log, command, Map.of(CLASS_PATH, classPath));
    }

    /** Any program; its standard error stream goes to the log. */
    public static Child start(String name, Path log, List<String> command) {
        return start(name, log, command, Map.of());
    }

    private static Child start(String name, Path log, List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectError(log.toFile());
            Child child = new Child(name, builder.start(), log);
            ALIVE.add(child.process);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /** The next line that it says. */
    public String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " has ended; see " + log + ":\n" + lastLines());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("No answer from " + name, e);
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    /** Sends a line and returns the answer. */
    public String ask(String line) {
        try {
            var writer = process.outputWriter(StandardCharsets.UTF_8);
            writer.write(line);
            writer.newLine();
            writer.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask " + name, e);
        }
    }

    /** Stops it where it is: it takes no processor time until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** Ends it as Ctrl-C does. */
    public void interrupt() {
        signal("INT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Processor time since its start, of all threads, in milliseconds. */
    public long cpuMillis() {
        String stat = proc("stat");
        // The name in brackets may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * MILLIS_PER_TICK;
    }

    /** Resident memory in MiB. */
    public int residentMiB() {
        return proc("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private String proc(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended; see " + log, e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        thaw();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        ALIVE.remove(process);
    }
}
