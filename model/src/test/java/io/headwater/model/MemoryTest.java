package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.model.testing.TestImages;
import io.headwater.model.testing.TinyModels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Native memory, which no heap dump shows, stays flat over hundreds of swaps and thousands of images. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/self/status")
class MemoryTest {

    private static final long KIBIBYTES_PER_MEBIBYTE = 1024;

    @TempDir
    Path directory;

    @Test
    void sessionsGiveTheirMemoryBack() throws IOException {
        ArtifactStore store = ArtifactStores.open("file:" + directory, directory);
        Backbone backbone = Backbone.builtIn(store);
        Path onnx = store.fetchModel(backbone.artifacts());
        openAndClose(onnx, 100);
        long before = residentKibibytes();

        openAndClose(onnx, 200);

        // A session that is not freed holds about 1 MiB: 200 of them twice the limit.
        assertThat(residentKibibytes() - before).isLessThan(100 * KIBIBYTES_PER_MEBIBYTE);
    }

    private static void openAndClose(Path onnx, int times) {
        try (ModelSlot slot = new ModelSlot()) {
            for (int i = 1; i <= times; i++) {
                slot.swap(new ServedModel(i, i, InferenceSession.open(onnx, SessionOptions.cpu())));
            }
        }
    }

    @Test
    void imagesGiveTheirMemoryBack() throws IOException {
        byte[] jpeg = TestImages.jpeg(1000, 800, 1);
        byte[] transparent = TestImages.encode(new BufferedImage(1000, 800, BufferedImage.TYPE_INT_ARGB), "png");
        decode(jpeg, transparent, 50);
        long before = residentKibibytes();

        decode(jpeg, transparent, 300);

        // Each leaves 2.4 MB and more if its matrices are not released.
        assertThat(residentKibibytes() - before).isLessThan(100 * KIBIBYTES_PER_MEBIBYTE);
    }

    /** A hundred texts of 7 MB, in a file of less than a megabyte. */
    @Test
    void textsInAnImageAreNotInflated() throws IOException {
        byte[] png = TestImages.encode(new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB), "png");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        int behindHeader = 33;
        bomb.write(png, 0, behindHeader);
        byte[] text = textChunk("x".repeat(7_000_000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 100; i++) {
            bomb.writeBytes(text);
        }
        bomb.write(png, behindHeader, png.length - behindHeader);
        decode(png, png, 1);
        long before = status("VmHWM");

        decode(bomb.toByteArray(), png, 1);

        assertThat(status("VmHWM") - before).as("peak").isLessThan(100 * KIBIBYTES_PER_MEBIBYTE);
    }

    private static byte[] textChunk(byte[] text) {
        byte[] deflated = new byte[text.length];
        Deflater deflater = new Deflater();
        deflater.setInput(text);
        deflater.finish();
        int length = deflater.deflate(deflated);
        deflater.end();
        ByteBuffer chunk = ByteBuffer.allocate(12 + 3 + length).putInt(3 + length);
        chunk.put("zTXtk".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) 0);
        chunk.put(deflated, 0, length);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + 3 + length);
        return chunk.putInt((int) checksum.getValue()).array();
    }

    private static void decode(byte[] jpeg, byte[] png, int times) {
        ImageDecoder decoder = new ImageDecoder(10_000_000);
        ByteBuffer target = ByteBuffer.allocateDirect(TinyModels.INPUT_SIZE * TinyModels.INPUT_SIZE * 3);
        for (int i = 0; i < times; i++) {
            for (byte[] image : List.of(jpeg, png)) {
                decoder.decode(ByteBuffer.wrap(image), TinyModels.INPUT_SIZE, Resize.CROP, target.clear());
            }
        }
    }

    private static long residentKibibytes() throws IOException {
        System.gc();
        return status("VmRSS");
    }

    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
