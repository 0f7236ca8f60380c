package io.headwater.cli.demo;

import java.util.List;
import java.util.Locale;

/** What an inspector would say of a picture. */
public enum SurfaceKind {
    GOOD,
    SCRATCH,
    DENT,
    STAIN,
    CRACK,
    HOLE,
    /** Small bubbles under the coating; turns up only late in the demo's story. */
    BLISTER;

    /** The kinds the demo starts with. */
    public static final List<SurfaceKind> FIRST_SIX = List.of(GOOD, SCRATCH, DENT, STAIN, CRACK, HOLE);

    /** The label as people write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
