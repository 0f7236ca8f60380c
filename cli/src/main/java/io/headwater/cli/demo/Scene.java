package io.headwater.cli.demo;

import java.util.List;

/**
 * What the camera sees for a while.
 *
 * @param phase part of the story
 * @param kinds each comes equally often
 */
record Scene(String phase, List<SurfaceKind> kinds, Lighting lighting) {}
