package io.headwater.trainer.pretrain;

/**
 * A generated picture and its three labels.
 *
 * @param planes {@code [3, 96, 96]} red, green and blue planes, unsigned bytes
 * @param category index into {@link PatternGenerator#categories()}
 * @param foreground colour of the pattern, 0..12
 * @param background colour behind it, 0..12
 */
public record PatternImage(byte[] planes, int category, int foreground, int background) {}
