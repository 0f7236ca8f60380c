package io.headwater.cli.demo;

/** How easily a flaw is seen: factors on its size and on its contrast or depth. */
public enum Severity {
    /** Flaws that an untrained eye finds at once. */
    PLAIN(1.45, 2.4),
    /** Flaws that need a second look; many are small or faint. */
    SUBTLE(1, 1);

    private final double size;
    private final double contrast;

    Severity(double size, double contrast) {
        this.size = size;
        this.contrast = contrast;
    }

    double size() {
        return size;
    }

    double contrast() {
        return contrast;
    }
}
