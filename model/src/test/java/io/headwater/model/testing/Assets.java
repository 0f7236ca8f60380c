package io.headwater.model.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** The first files of a directory in the archive of flowers. */
    public static List<byte[]> flowers(String prefix, int count) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (InputStream tar = Files.newInputStream(require("flowers-5class-925.tar"))) {
            byte[] header = new byte[512];
            while (files.size() < count && tar.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
                String name = new String(header, 0, 100).split("\0")[0];
                int size = Integer.parseInt(new String(header, 124, 11).strip(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((512 - size % 512) % 512);
                if (name.contains(prefix) && size > 0) {
                    files.add(content);
                }
            }
        }
        return files;
    }
}
