package io.headwater.cli.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Makes pictures of product surfaces, as an inspection camera over a line would take them: a material, a flaw or none,
 * a lamp, 128×128 pixels. The same severity, kind, lighting and seed give the same picture. Thread-safe.
 */
public final class SurfaceGenerator {
    private static final float JPEG_QUALITY = 0.88f;

    private final Severity severity;

    /** Flaws are plain to see. */
    public SurfaceGenerator() {
        this(Severity.PLAIN);
    }

    public SurfaceGenerator(Severity severity) {
        this.severity = severity;
    }

    /** The picture as a JPEG file's bytes, 3 to 8 KB. */
    public byte[] jpeg(SurfaceKind kind, Lighting lighting, long seed) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(JPEG_QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture(kind, lighting, seed), null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a generated picture", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The picture before its encoding. */
    public BufferedImage picture(SurfaceKind kind, Lighting lighting, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + kind.ordinal());
        Material[] materials = Material.values();
        Material material = materials[random.nextInt(materials.length)];
        Surface surface = material.surface(new Camera(random), random);
        dust(surface, random);
        flaw(kind, surface, random);
        return new LightRig(lighting, random).photograph(surface, random);
    }

    private void flaw(SurfaceKind kind, Surface surface, SplittableRandom random) {
        switch (kind) {
            case GOOD -> {}
            case SCRATCH -> new LineFlaws(surface, severity, random).scratch();
            case CRACK -> new LineFlaws(surface, severity, random).crack();
            case DENT -> new SpotFlaws(surface, severity, random).dent();
            case STAIN -> new SpotFlaws(surface, severity, random).stain();
            case HOLE -> new SpotFlaws(surface, severity, random).hole();
            case BLISTER -> new SpotFlaws(surface, severity, random).blister();
        }
    }

    /** A few specks, which are no flaw. */
    private static void dust(Surface surface, SplittableRandom random) {
        int specks = random.nextInt(5);
        for (int i = 0; i < specks; i++) {
            double x = random.nextDouble(Surface.SIZE);
            double y = random.nextDouble(Surface.SIZE);
            double shade = random.nextDouble(0.75, 1.2);
            surface.spot(x, y, random.nextDouble(0.6, 1.4), 1, (pixel, dx, dy) -> surface.darken(pixel, shade));
        }
    }
}
