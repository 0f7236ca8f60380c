package io.headwater.cli.interop;

import static org.junit.jupiter.api.Assumptions.abort;

import io.headwater.cli.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The Node program in {@code src/test/node} with its packages, installed once from its lock file. Where that cannot be
 * done the test is skipped, with the reason.
 */
final class NodeProgram {

    private static final Path SOURCE = ProjectRoot.find().resolve("cli/src/test/node");
    private static final Path DIRECTORY = ProjectRoot.find().resolve("cli/target/node");
    private static final String LOCK_FILE = "package-lock.json";
    private static final int INSTALL_MINUTES = 5;
    private static final int RUN_MINUTES = 5;

    private final String script;

    private NodeProgram(String script) {
        this.script = script;
    }

    static NodeProgram install(String script) throws IOException, InterruptedException {
        requireOnPath("node");
        requireOnPath("npm");
        Files.createDirectories(DIRECTORY);
        Path installed = DIRECTORY.resolve("installed-" + LOCK_FILE);
        if (!Files.exists(installed) || Files.mismatch(installed, SOURCE.resolve(LOCK_FILE)) >= 0) {
            copy("package.json");
            copy(LOCK_FILE);
            Finished npm = run(INSTALL_MINUTES, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            if (npm.code() != 0) {
                abort("Skipped: npm cannot install the packages of " + SOURCE + ": "
                        + npm.errors()
                                .lines()
                                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("npm err"))
                                .findFirst()
                                .orElse("time-out"));
            }
            Files.copy(SOURCE.resolve(LOCK_FILE), installed, StandardCopyOption.REPLACE_EXISTING);
        }
        copy(script);
        return new NodeProgram(script);
    }

    /** Runs the program to its end and returns what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        Finished node = run(RUN_MINUTES, command);
        if (node.code() != 0) {
            throw new AssertionError(script + " ended with code " + node.code() + ": " + node.errors());
        }
        return node.output();
    }

    private static void requireOnPath(String program) throws InterruptedException {
        try {
            new ProcessBuilder(program, "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            abort("Skipped: there is no " + program + " on the PATH");
        }
    }

    private static void copy(String file) throws IOException {
        Files.copy(SOURCE.resolve(file), DIRECTORY.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Finished run(int minutes, List<String> command) throws IOException, InterruptedException {
        Path output = DIRECTORY.resolve(command.get(0) + ".out");
        Path errors = DIRECTORY.resolve(command.get(0) + ".err");
        Process process = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
            return new Finished(ended ? process.exitValue() : -1, Files.readString(output), Files.readString(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Finished(int code, String output, String errors) {}
}
