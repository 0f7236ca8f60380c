package io.headwater.benchmark.speed.workload;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encoded images in one file, each after its length in four bytes. */
public final class ImageFile {

    private ImageFile() {}

    public static void write(Path file, List<byte[]> images) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(images.size());
            for (byte[] image : images) {
                out.writeInt(image.length);
                out.write(image);
            }
        }
    }

    public static List<byte[]> read(Path file) throws IOException {
        List<byte[]> images = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            for (int left = in.readInt(); left > 0; left--) {
                images.add(in.readNBytes(in.readInt()));
            }
        }
        return images;
    }
}
