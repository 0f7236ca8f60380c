package io.headwater.model.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real weights and images beside the project, where a checkout has them: {@code ../shared/assets}. */
public final class Assets {

    private Assets() {}

    /** A file or directory of the assets; the calling test is skipped where there is none. */
    public static Path require(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("assets").resolve(name);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        Assumptions.abort("Skipped: there is no ../shared/assets/" + name + " beside the project");
        throw new IllegalStateException("abort returns never");
    }
}
