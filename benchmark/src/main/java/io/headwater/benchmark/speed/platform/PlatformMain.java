package io.headwater.benchmark.speed.platform;

import io.headwater.cli.platform.LocalPlatform;
import io.headwater.cli.platform.PlatformOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Main class of the broker's process, which has the registry as a child: {@code PlatformMain DIRECTORY}. */
public final class PlatformMain {

    private PlatformMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        PlatformOptions options = PlatformOptions.in(Path.of(arguments[0]))
                .onFreePorts()
                .withoutApps()
                .withSettings(Map.of());
        try (LocalPlatform platform = LocalPlatform.start(options, System.err::println)) {
            answers.println("ready " + platform.bootstrapServers() + " " + platform.registryUrl());
            while (System.in.read() >= 0) {
                // Ends with its standard input.
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
