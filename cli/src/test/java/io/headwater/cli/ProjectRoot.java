package io.headwater.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of the project's files, from whatever directory the tests run in. */
public final class ProjectRoot {

    private ProjectRoot() {}

    public static Path find() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docker-compose.yml"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("The tests run outside of the project");
            }
        }
        return directory;
    }
}
