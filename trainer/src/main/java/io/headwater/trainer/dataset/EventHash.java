package io.headwater.trainer.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Two independent numbers from the SHA-256 of an event id, each evenly spread from 0 to {@link Long#MAX_VALUE}, the same
 * on every machine and at any time.
 *
 * @param split decides whether a sample is held out
 * @param rank decides which samples stay in a bounded dataset
 */
record EventHash(long split, long rank) {

    static EventHash of(String eventId) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(eventId.getBytes(StandardCharsets.UTF_8)));
            return new EventHash(hash.getLong() >>> 1, hash.getLong() >>> 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
