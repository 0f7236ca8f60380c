package io.headwater.benchmark.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.benchmark.speed.contender.Assignment;
import io.headwater.benchmark.speed.contender.ContenderMain;
import io.headwater.benchmark.speed.contender.Stats;
import io.headwater.benchmark.speed.platform.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A contender's process as the harness sees it. */
final class Contestant implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> JVM = List.of("-Xmx1g");
    private static final long SAMPLE_MILLIS = 2_000;
    private static final double QUIET = 0.05;
    private static final long WARM_UP_FACTOR = 3;

    private final Child child;

    private Contestant(Child child) {
        this.child = child;
    }

    /** Starts the process and returns when it takes records. */
    static Contestant start(Assignment assignment) {
        Path directory = Path.of(assignment.workDirectory());
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("assignment.json");
            JSON.writeValue(file.toFile(), assignment);
            Path log = directory.resolve("log");
            Child child = assignment.contender().equals(NodeWorker.NAME)
                    ? NodeWorker.start(log, file)
                    : Child.java(
                            assignment.contender(),
                            log,
                            first(assignment.contender()),
                            JVM,
                            ContenderMain.class,
                            file.toString());
            child.answer();
            return new Contestant(child);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flink's connector needs another Kafka client than the rest. */
    private static List<Path> first(String contender) {
        return contender.equals("flink")
                ? List.of(Path.of(System.getProperty("headwater.project"), "benchmark/target/flink/kafka-clients.jar"))
                : List.of();
    }

    Child child() {
        return child;
    }

    Stats stats() {
        return answer("stats", Stats.class);
    }

    <T> T answer(String question, Class<T> type) {
        try {
            return JSON.readValue(child.ask(question), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets it run until its compiler has gone quiet: for that time at least, and until compiling takes less than a
     * twentieth of one core, up to three times as long.
     *
     * @param watch called now and then
     */
    void warmUp(double seconds, Consumer<Stats> watch) throws InterruptedException {
        long start = System.nanoTime();
        Stats before = stats();
        while (true) {
            Thread.sleep(SAMPLE_MILLIS);
            Stats now = stats();
            watch.accept(now);
            double elapsed = (System.nanoTime() - start) / 1e9;
            boolean quiet = now.compileMillis() - before.compileMillis() < QUIET * SAMPLE_MILLIS;
            if (elapsed >= seconds && quiet || elapsed >= WARM_UP_FACTOR * seconds) {
                return;
            }
            before = now;
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
