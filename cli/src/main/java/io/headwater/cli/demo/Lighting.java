package io.headwater.cli.demo;

/** How the inspection station is lit. */
public enum Lighting {
    /** White light from above, evenly spread. */
    NORMAL,
    /** The white lamp has failed: warm, dim light from one side, with more sensor noise. */
    CHANGED
}
