package io.headwater.cli.platform;

import java.nio.file.Path;

/** Where this Headwater is installed, and where it keeps data unless told otherwise. */
public final class Installation {

    /** System property: directory with {@code lib/} and {@code registry/}, set by the launcher. */
    public static final String DIRECTORY_PROPERTY = "headwater.home";

    /** System property: directory of the launcher script. */
    public static final String PROJECT_PROPERTY = "headwater.project";

    private Installation() {}

    /** The directory with {@code lib/} and {@code registry/}. */
    public static Path directory() {
        return Path.of(System.getProperty(DIRECTORY_PROPERTY, "target/headwater"))
                .toAbsolutePath();
    }

    /**
     * {@code data} next to the launcher script, so that commands find the platform's settings from any working
     * directory.
     */
    public static Path dataDirectory() {
        return Path.of(System.getProperty(PROJECT_PROPERTY, ""))
                .toAbsolutePath()
                .resolve("data");
    }
}
