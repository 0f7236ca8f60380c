package io.headwater.benchmark.accuracy;

import java.nio.ByteBuffer;

/**
 * A labelled picture.
 *
 * @param id unique in its collection
 * @param label what is to be seen
 * @param encoded the image file
 */
record Picture(String id, String label, byte[] encoded) {

    ByteBuffer buffer() {
        return ByteBuffer.wrap(encoded);
    }
}
