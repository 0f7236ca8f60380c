package io.headwater.benchmark.speed;

import io.headwater.benchmark.speed.platform.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The contender that is a Node program. */
final class NodeWorker {

    static final String NAME = "node";

    private NodeWorker() {}

    private static Path directory() {
        return Path.of(System.getProperty("headwater.project", ".")).resolve("benchmark/node");
    }

    /** What keeps it from running here, installing its packages where that has not been done. */
    static Optional<String> obstacle() throws IOException, InterruptedException {
        try {
            new ProcessBuilder("node", "--version").start().waitFor();
        } catch (IOException e) {
            return Optional.of("there is no node on the PATH");
        }
        if (Files.isDirectory(directory().resolve("node_modules"))) {
            return Optional.empty();
        }
        System.err.println("Installing the packages of the Node worker.");
        int code = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return code == 0 ? Optional.empty() : Optional.of("npm ci ended with code " + code + " in " + directory());
    }

    static Child start(Path log, Path assignment) {
        return Child.start(
                NAME, log, List.of("node", directory().resolve("worker.cjs").toString(), assignment.toString()));
    }
}
