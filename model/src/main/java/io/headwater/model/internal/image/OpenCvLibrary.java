package io.headwater.model.internal.image;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads OpenCV's native library once per process.
 *
 * <p>The library's own loader unpacks 65 MB into a new temporary directory at every start and leaves them there when
 * the process is killed. This one keeps one copy in DJL's cache directory ({@code DJL_CACHE_DIR}, by default {@code
 * ~/.djl.ai}), next to the native libraries of the engines.
 */
public final class OpenCvLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(OpenCvLibrary.class);

    private OpenCvLibrary() {}

    /** Makes OpenCV usable; cheap after the first call. */
    public static void load() {
        Loaded.touch();
    }

    private static final class Loaded {
        static {
            try {
                System.load(unpack().toString());
            } catch (IOException | UnsatisfiedLinkError e) {
                LOG.debug("Falling back to OpenCV's own loader", e);
                OpenCV.loadLocally();
            }
            // Images are decoded on a pool of threads already.
            Core.setNumThreads(1);
        }

        static void touch() {}
    }

    private static Path unpack() throws IOException {
        String name = System.mapLibraryName(Core.NATIVE_LIBRARY_NAME);
        String resource = "/nu/pattern/opencv/" + platform() + "/" + name;
        Path library = Utils.getEngineCacheDir("opencv")
                .resolve(Core.VERSION)
                .resolve(platform())
                .resolve(name);
        try (InputStream in = OpenCV.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("OpenCV has no library for this platform: " + resource);
            }
            long size = OpenCV.class.getResource(resource).openConnection().getContentLengthLong();
            if (!Files.isRegularFile(library) || Files.size(library) != size) {
                Files.createDirectories(library.getParent());
                Path temporary = Files.createTempFile(library.getParent(), ".", ".tmp");
                try {
                    Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(temporary, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(temporary);
                }
            }
        }
        return library;
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        boolean arm = arch.equals("aarch64");
        if (os.contains("win")) {
            return "windows/x86_64";
        }
        return (os.contains("mac") ? "osx/" : "linux/") + (arm ? "ARMv8" : "x86_64");
    }
}
