package io.headwater.model.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The archive of flowers among the {@link Assets}. */
public final class Flowers {

    private static final int BLOCK = 512;

    private Flowers() {}

    /** The first files of a directory such as {@code test/daisy/}; the calling test is skipped where there are none. */
    public static List<byte[]> first(String directory, int count) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (InputStream tar = Files.newInputStream(Assets.require("flowers-5class-925.tar"))) {
            byte[] header = new byte[BLOCK];
            while (files.size() < count && tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                String name = new String(header, 0, 100).split("\0")[0];
                int size = Integer.parseInt(new String(header, 124, 11).strip(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if (name.contains(directory) && size > 0) {
                    files.add(content);
                }
            }
        }
        return files;
    }
}
