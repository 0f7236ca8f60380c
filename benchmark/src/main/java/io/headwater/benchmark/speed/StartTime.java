package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Child;
import io.headwater.benchmark.speed.workload.FirstImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * From {@code headwater up} in an empty directory until an image has its result that was sent when the classifier was ready: the
 * trainer is still starting then.
 */
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
        FirstImage.prepare();
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
            CompletableFuture<Growth> classified = null;
            String part = "";
            while (!part.startsWith("Ready")) {
                part = up.answer().strip().split("[\\s.]+")[0];
                times.add(since(start, part));
                if (part.equals("classifier")) {
                    classified = CompletableFuture.supplyAsync(() -> {
                        FirstImage.classify(data.resolve("headwater.properties"));
                        return since(start, "first classification");
                    });
                }
            }
            times.add(classified.join());
            up.interrupt();
        }
        return times;
    }

    private static Growth since(long start, String what) {
        return Growth.of(ROW, 1, "s until: " + what, (System.nanoTime() - start) / 1e9);
    }
}
