package io.headwater.cli.demo.audit;

/**
 * The truth about an image event. The demo knows it because it took the picture; the classifier never sees it.
 *
 * @param phase part of the story in which the picture was taken
 * @param label what is on it
 */
public record Shot(String phase, String label) {}
