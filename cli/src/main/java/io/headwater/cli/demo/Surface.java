package io.headwater.cli.demo;

/** A square piece of a product as the camera frames it: relief and reflectance for each pixel. */
final class Surface {
    static final int SIZE = 128;

    /** Height above the plane, in pixels. */
    final double[] height = new double[SIZE * SIZE];
    /** Share of red, green and blue light given back, 0..1. */
    final double[][] reflectance = new double[3][SIZE * SIZE];
    /** Strength of the mirror-like part, 0..1. */
    double gloss;

    /** What changes at one pixel: {@code amount} is 0..1. */
    @FunctionalInterface
    interface Change {
        void at(int pixel, double amount);
    }

    /** A round spot's profile at a point, given relative to its centre in units of its radius. */
    @FunctionalInterface
    interface Spot {
        void at(int pixel, double x, double y);
    }

    void darken(int pixel, double factor) {
        for (double[] channel : reflectance) {
            channel[pixel] = Math.max(0, Math.min(1, channel[pixel] * factor));
        }
    }

    /** Visits the pixels within {@code reach} radii of the centre. */
    void spot(double centreX, double centreY, double radius, double reach, Spot spot) {
        int span = (int) Math.ceil(radius * reach);
        for (int y = Math.max(0, (int) centreY - span); y <= Math.min(SIZE - 1, (int) centreY + span); y++) {
            for (int x = Math.max(0, (int) centreX - span); x <= Math.min(SIZE - 1, (int) centreX + span); x++) {
                spot.at(y * SIZE + x, (x - centreX) / radius, (y - centreY) / radius);
            }
        }
    }

    /** Marks a straight stroke with soft edges in a mask of the surface's size. */
    static void stroke(double[] mask, double fromX, double fromY, double toX, double toY, double width) {
        double reach = width / 2 + 1;
        double dx = toX - fromX;
        double dy = toY - fromY;
        double length2 = Math.max(1e-9, dx * dx + dy * dy);
        int top = (int) Math.max(0, Math.min(fromY, toY) - reach);
        int bottom = (int) Math.min(SIZE - 1, Math.max(fromY, toY) + reach);
        int left = (int) Math.max(0, Math.min(fromX, toX) - reach);
        int right = (int) Math.min(SIZE - 1, Math.max(fromX, toX) + reach);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double along = Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / length2));
                double away = Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
                double cover = Math.max(0, Math.min(1, width / 2 + 0.5 - away)) * Math.min(1, width);
                mask[y * SIZE + x] = Math.max(mask[y * SIZE + x], cover);
            }
        }
    }

    static void apply(double[] mask, Change change) {
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] > 0) {
                change.at(i, mask[i]);
            }
        }
    }
}
