package io.headwater.trainer.pretrain;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** A grey picture to draw on with a pen of one random width and marks of random brightness. */
final class Sketch implements AutoCloseable {
    static final int SIZE = Raster.SIZE;

    /** What is drawn in one category. */
    @FunctionalInterface
    interface Drawing {
        void on(Sketch sketch);
    }

    final SplittableRandom random;
    private final Graphics2D graphics;
    private final float penWidth;

    Sketch(BufferedImage image, SplittableRandom random) {
        this.random = random;
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        penWidth = (float) random.nextDouble(0.8, 2.6);
        graphics.setStroke(new BasicStroke(penWidth));
        cover(0);
    }

    /** Paints the whole picture in one grey, 0..255. */
    void cover(int grey) {
        graphics.setColor(new Color(grey, grey, grey));
        graphics.fillRect(0, 0, SIZE, SIZE);
    }

    void dashed(float dash) {
        graphics.setStroke(
                new BasicStroke(penWidth, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {dash}, 0));
    }

    void draw(Shape shape) {
        brightness(150);
        graphics.draw(shape);
    }

    /** Fills with a grey no darker than {@code darkest}, 0..255. */
    void fill(Shape shape, int darkest) {
        brightness(darkest);
        graphics.fill(shape);
    }

    double between(double low, double high) {
        return random.nextDouble(low, high);
    }

    double anywhere() {
        return random.nextDouble(SIZE);
    }

    double anyAngle() {
        return random.nextDouble(2 * Math.PI);
    }

    private void brightness(int darkest) {
        int grey = random.nextInt(darkest, 256);
        graphics.setColor(new Color(grey, grey, grey));
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
