package io.headwater.streams.internal.classification;

import io.headwater.streams.internal.DeadLetter;

/**
 * A record of the images topic as it came.
 *
 * @param value the encoded image event; null for a tombstone
 * @param origin where it was read
 */
public record ImageRecord(byte[] value, DeadLetter.Origin origin) {}
