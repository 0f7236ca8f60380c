package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Child;
import io.headwater.benchmark.speed.workload.FirstImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From {@code headwater up} in an empty directory until a first image has its result. */
final class StartTime {

    private static final String ROW = "headwater up";

    private final Path data;

    /** @param data the platform's directory, which must not exist */
    StartTime(Path data) {
        this.data = data;
    }

    /** Times since the command was given, by what had become ready. */
    List<Growth> measure() throws IOException {
        Files.createDirectories(data.getParent());
        Path launcher = Path.of(System.getProperty("headwater.project", ".")).resolve("headwater");
        long start = System.nanoTime();
        List<Growth> times = new ArrayList<>();
        try (Child up = Child.start(
                ROW,
                data.resolveSibling("up.err"),
                List.of(
                        "env",
                        "HEADWATER_BUILD=never",
                        launcher.toString(),
                        "up",
                        "--data-dir",
                        data.toString(),
                        "--kafka-port=0",
                        "--registry-port=0",
                        "--classifier-port=0",
                        "--trainer-port=0"))) {
            String line = up.answer();
            while (!line.startsWith("Ready")) {
                times.add(since(start, line.strip().split("\\s+")[0]));
                line = up.answer();
            }
            times.add(since(start, "Ready"));
            FirstImage.classify(data.resolve("headwater.properties"));
            times.add(since(start, "first classification"));
            up.interrupt();
        }
        return times;
    }

    private static Growth since(long start, String what) {
        return Growth.of(ROW, 1, "s until: " + what, (System.nanoTime() - start) / 1e9);
    }
}
