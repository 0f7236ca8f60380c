package io.headwater.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Random;

/**
 * How far the views of an image may stray from it. A view is drawn from a hash of the image's key and the view's index
 * alone, so it is the same on every machine and at any time.
 *
 * @param rotationDegrees largest turn to either side, 0 to 180
 * @param shift largest shift in either direction, as a share of the width and height, 0 to 0.5
 * @param flip whether half of the views are mirrored left to right
 * @param zoom largest enlargement or reduction, 0 to 0.9: 0.2 scales by 0.8 to 1.2
 * @param brightness largest change of all pixels' brightness, 0 to 0.9: 0.2 multiplies by 0.8 to 1.2
 */
public record Augmentation(double rotationDegrees, double shift, boolean flip, double zoom, double brightness) {

    public Augmentation {
        require("rotation", rotationDegrees, 180);
        require("shift", shift, 0.5);
        require("zoom", zoom, 0.9);
        require("brightness", brightness, 0.9);
    }

    private static void require(String what, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException("The " + what + " must be from 0 to " + most + ", is " + value);
        }
    }

    /**
     * The view of the image.
     *
     * @param key names the image, as its event id does
     * @param index 0, 1, 2, ...
     */
    public ImageView view(String key, int index) {
        // java.util.Random's numbers are laid down in its documentation; other generators may change.
        Random random = new Random(seed(key, index));
        // Every number is drawn, used or not: changing one setting leaves the others' draws alone.
        boolean mirrored = random.nextBoolean();
        double turn = between(random);
        double right = between(random);
        double down = between(random);
        double scale = between(random);
        double light = between(random);
        return new ImageView(
                flip && mirrored,
                turn * rotationDegrees,
                right * shift,
                down * shift,
                1 + scale * zoom,
                1 + light * brightness);
    }

    /** All settings as text: equal texts give equal views. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "rotation=%s,shift=%s,flip=%s,zoom=%s,brightness=%s",
                rotationDegrees,
                shift,
                flip,
                zoom,
                brightness);
    }

    private static double between(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    private static long seed(String key, int index) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((index + "/" + key).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
