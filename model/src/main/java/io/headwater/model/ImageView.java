package io.headwater.model;

/**
 * One way to look at an image: mirrored, then turned and scaled about its centre, shifted, made brighter or darker. What
 * comes into sight beyond the edge continues the nearest pixel.
 *
 * @param flip mirrored left to right
 * @param degrees turned clockwise
 * @param shiftRight as a share of the width
 * @param shiftDown as a share of the height
 * @param zoom enlarged by this factor
 * @param brightness factor of every pixel; above white is white
 */
public record ImageView(
        boolean flip, double degrees, double shiftRight, double shiftDown, double zoom, double brightness) {

    /** The image as it is. */
    public static final ImageView PLAIN = new ImageView(false, 0, 0, 0, 1, 1);

    /** Whether every pixel stays in its row and, but for the mirroring, in its column. */
    public boolean isStill() {
        return degrees == 0 && shiftRight == 0 && shiftDown == 0 && zoom == 1;
    }
}
